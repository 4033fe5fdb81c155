using MultiAgentEdge.Delivery;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>One edge as a rover drove it, from its own reports.</summary>
/// <param name="TimeS">From the first period on the edge to the node.</param>
/// <param name="Battery">Measured.</param>
/// <param name="ModelBattery">What the model draws for the same drive.</param>
/// <param name="Driven">State by state; null where a period's telemetry is missing.</param>
public sealed record DeliveryTraversal(
    string Rover, int From, int To, double TimeS, double Battery, double ModelBattery, EdgeSafeSet? Driven)
{
    /// <summary>Others were in the way: it says nothing of the edge.</summary>
    public bool GaveWay { get; init; }
}
