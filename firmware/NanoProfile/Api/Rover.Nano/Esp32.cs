// nanoFramework.Hardware.Esp32 1.6.40
namespace System.Device.Gpio
{
    public enum GpioPulsePolarity
    {
        Both,
        Falling,
        Rising,
    }

    public struct GpioPulseCount
    {
        public long Count;

        public TimeSpan RelativeTime;
    }

    public sealed class GpioPulseCounter : IDisposable
    {
        public GpioPulseCounter(int pinNumber) { throw null; }

        public GpioPulseCounter(int pinNumberA, int pinNumberB) { throw null; }

        public bool IsStarted { get { throw null; } }

        public GpioPulsePolarity Polarity { get { throw null; } set { throw null; } }

        public GpioPulseCount Read() { throw null; }

        public GpioPulseCount Reset() { throw null; }

        public void Start() { throw null; }

        public void Stop() { throw null; }

        public void Dispose() { throw null; }
    }
}

namespace nanoFramework.Hardware.Esp32
{
    public enum DeviceFunction
    {
        I2C1_DATA = 0x20100,
        I2C1_CLOCK = 0x20101,
        COM2_TX = 0x30200,
        COM2_RX = 0x30201,
        PWM1 = 0x40100,
        PWM2 = 0x40200,
        ADC1_CH0 = 0x50100,
    }

    public class Configuration
    {
        public static void SetPinFunction(int pin, DeviceFunction value) { throw null; }
    }

    public class HighResTimer
    {
        public static ulong GetCurrent() { throw null; }
    }
}
