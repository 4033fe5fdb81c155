namespace MultiAgentEdge.Safety
{
    /// <summary>What the supervisor decided for one control period.</summary>
    public struct SupervisorDecision
    {
        public SafetyAction Action;

        /// <summary>The mode from now on.</summary>
        public RoverMode NextMode;

        /// <summary>Bits of <see cref="FaultFlags"/> that hold in this period.</summary>
        public uint Faults;

        /// <summary>Whether the motors may be driven in this period by the controller's command.</summary>
        public bool MayDrive
        {
            get { return Action < SafetyAction.Brake; }
        }
    }
}
