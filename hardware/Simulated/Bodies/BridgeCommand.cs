namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>What a motor's three pins say together.</summary>
    public struct BridgeCommand
    {
        /// <summary>Signed, -1 to 1.</summary>
        public double Duty;

        /// <summary>Both direction pins high: the motor is shorted.</summary>
        public bool IsBraking;

        public BridgeCommand(double duty, bool isBraking)
        {
            Duty = duty;
            IsBraking = isBraking;
        }
    }
}
