namespace MultiAgentEdge.Wire
{
    /// <summary>What a binary frame carries. Values are part of the wire format.</summary>
    public enum FrameKind : byte
    {
        State = 1,
        Plan = 2,
        Dual = 3,
        Command = 4,
        Desired = 5,
        Chunk = 6,
        Telemetry = 7,
        Motion = 8,
        Pose = 9,
    }
}
