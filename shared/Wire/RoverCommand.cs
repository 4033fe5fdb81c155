namespace MultiAgentEdge.Wire
{
    /// <summary>What the host may ask of a rover. Values are part of the wire format.</summary>
    public enum RoverCommand : byte
    {
        /// <summary>No command; never on the wire.</summary>
        None = 0,

        Arm = 1,
        Disarm = 2,

        /// <summary>Start driving at the tick that the frame names.</summary>
        Start = 3,

        SafeStop = 4,
        EmergencyStop = 5,
        ResetEmergencyStop = 6,

        /// <summary>Blink, so that a person can tell which rover this is.</summary>
        Identify = 7,
    }
}
