using MultiAgentEdge.Hardware;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>The platform, as an entry point hands it to the agent. Fields that may be missing are null.</summary>
    public sealed class RoverHardware
    {
        public IClock Clock;

        public ILink Link;

        public IBody Body;

        public IBlockStore Store;

        /// <summary>May be null: no emergency-stop input.</summary>
        public IEmergencyStop EmergencyStop;

        /// <summary>May be null: nothing to measure.</summary>
        public IBattery Battery;

        /// <summary>May be null. Times the solver for telemetry; no decision depends on it.</summary>
        public IClock Stopwatch;
    }
}
