// nanoFramework.Hardware.Esp32, as far as Rover.Nano uses it.
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
        public static void SetPinFunction(int pin, DeviceFunction value) => throw new PlatformNotSupportedException();
    }

    public class HighResTimer
    {
        /// <summary>Microseconds since boot.</summary>
        public static ulong GetCurrent() => throw new PlatformNotSupportedException();
    }
}
