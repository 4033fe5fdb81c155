namespace MultiAgentEdge.Host.Cluster;

/// <summary>What a silo's grains know of it.</summary>
/// <param name="Name">Unlike any other's of the cluster.</param>
/// <param name="Say">Something worth telling a person.</param>
internal sealed record SiloInfo(string Name, Action<string> Say)
{
    /// <summary>It is the last one, and ends: nobody takes its fleets over, so that their rovers are disarmed.</summary>
    public volatile bool IsLast;
}
