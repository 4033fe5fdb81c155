namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>The yaw rate that a gyroscope feels, rad/s, counter-clockwise positive.</summary>
    public delegate double TrueRate();
}
