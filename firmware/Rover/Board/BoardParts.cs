using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Everything an entry point has opened, for <see cref="BoardRover"/>. Fields that may be missing are null.</summary>
    public sealed class BoardParts
    {
        /// <summary>What the agent gets.</summary>
        public RoverHardware Agent;

        /// <summary>May be null: nothing to try by hand.</summary>
        public IMotor LeftMotor;

        public IMotor RightMotor;

        public IEncoder LeftEncoder;

        public IEncoder RightEncoder;

        /// <summary>Which gyroscope answered, for people; "none" where none did, null where nobody has looked.</summary>
        public string Gyroscope;

        /// <summary>May be null. The last rate that the wheels' task read of the gyroscope; nothing is asked of the chip.</summary>
        public IInertialSensor YawRate;

        /// <summary>May be null.</summary>
        public IStatusLight Light;

        /// <summary>May be null: no console.</summary>
        public ISerialLine Console;

        public ISmallFile SettingsFile;

        public IPlatform Platform;

        /// <summary>Missions beyond those that every rover knows; may be null.</summary>
        public IControllerMaker[] OwnMissions;
    }
}
