using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>Where one agent of the fleet is: the high-level state (60) of paper S4.</summary>
/// <param name="Node">The node it stands at; of an agent on its way, the node it was sent to.</param>
/// <param name="Capacities">Time and battery used when it is there; of an agent on its way, used when it left plus the estimate of its
/// edge.</param>
/// <param name="Finished">It is home, on its way there for good, or lost: it takes no more tasks. What a plan gave to one that comes home
/// and is not sent out again, nobody would visit.</param>
/// <param name="Estimate">Its own estimates where it differs from the fleet (remark 5); null: the fleet's.</param>
public sealed record DeliveryAgentState(int Node, double[] Capacities, bool Finished = false, DepletionTable? Estimate = null)
{
    /// <summary>At the depot, nothing used.</summary>
    public static DeliveryAgentState AtDepot(int depot) => new(depot, new double[CapacityLimits.Count]);
}
