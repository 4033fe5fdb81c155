using System.Net.NetworkInformation;
using MultiAgentEdge.Hardware;
using nanoFramework.Hardware.Esp32;
using nanoFramework.Runtime.Native;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>An ESP32 as nanoFramework sees it.</summary>
    public sealed class NanoPlatform : IPlatform
    {
        /// <summary>Channel 0 of the converter is this pin, and no other.</summary>
        private const int BatteryPin = 36;

        private readonly WifiConnection _network;

        public NanoPlatform(WifiConnection network)
        {
            _network = network;
        }

        public string BoardName
        {
            get { return "esp32"; }
        }

        public string SerialNumber
        {
            get
            {
                NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
                string digits = "";
                byte[] address = all.Length > 0 ? all[0].PhysicalAddress : new byte[0];
                for (int i = 0; i < address.Length; i++)
                {
                    digits += address[i].ToString("X2");
                }

                return digits;
            }
        }

        public bool IsNetworkUp
        {
            get { return _network.IsUp; }
        }

        /// <summary>What is free after a collection: whatever it is handed, the board collects first.</summary>
        public long FreeBytes
        {
            get { return GC.Run(false); }
        }

        public void Reboot()
        {
            Power.RebootDevice();
        }

        /// <summary>Pins that are more than an input or an output are told what they are, before they are opened.</summary>
        public static void AssignPins(RoverPinMap pins)
        {
            Configuration.SetPinFunction(pins.LeftPwm, DeviceFunction.PWM1);
            Configuration.SetPinFunction(pins.RightPwm, DeviceFunction.PWM2);
            Configuration.SetPinFunction(pins.ConsoleReceive, DeviceFunction.COM2_RX);
            Configuration.SetPinFunction(pins.ConsoleTransmit, DeviceFunction.COM2_TX);
            Configuration.SetPinFunction(pins.InertialData, DeviceFunction.I2C1_DATA);
            Configuration.SetPinFunction(pins.InertialClock, DeviceFunction.I2C1_CLOCK);
            Configuration.SetPinFunction(BatteryPin, DeviceFunction.ADC1_CH0);
        }
    }
}
