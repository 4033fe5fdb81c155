namespace MultiAgentEdge.Parameters
{
    /// <summary>What a parameter set makes a rover do. Values are part of the wire and parameter formats; 128 to 255 are free for missions
    /// of one's own, the others for this product's (<see cref="MissionKinds"/>).</summary>
    public enum MissionKind : byte
    {
        None = 0,
        Formation = 1,
        Coverage = 2,
        Delivery = 3,
    }
}
