namespace MultiAgentEdge.Hardware
{
    /// <summary>
    /// Which pin does what. Starts as the wiring of an ESP32 development board: no strapping pin drives a motor, and the input-only pins
    /// (34 and up) carry what needs no pull. The simulated rover is wired by the same map.
    /// </summary>
    public sealed class RoverPinMap
    {
        public int LeftPwm = 25;
        public int LeftForward = 26;
        public int LeftReverse = 27;
        public int RightPwm = 14;
        public int RightForward = 32;
        public int RightReverse = 33;
        public int LeftEncoderA = 34;
        public int LeftEncoderB = 35;
        public int RightEncoderA = 21;
        public int RightEncoderB = 22;
        public int EmergencyStop = 19;
        public int StatusLed = 2;

        /// <summary>Serial console; pins 16 and 17 belong to the memory of modules with PSRAM.</summary>
        public int ConsoleReceive = 18;

        public int ConsoleTransmit = 23;

        /// <summary>I2C bus of the gyroscope.</summary>
        public int InertialData = 4;

        public int InertialClock = 13;

        /// <summary>Analogue channel, not a pin: channel 0 of an ESP32 is its pin 36.</summary>
        public int BatteryChannel = 0;
    }
}
