using MultiAgentEdge.Firmware.Virtual;

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

    /// <summary>The virtual board's pins can do everything.</summary>
    public class Configuration
    {
        public static void SetPinFunction(int pin, DeviceFunction value)
        {
        }
    }

    /// <summary>The time of the virtual board's world, microseconds.</summary>
    public class HighResTimer
    {
        public static ulong GetCurrent()
        {
            return (ulong)VirtualBoard.NowUs;
        }
    }
}
