using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>Makes the legs of a day, each with the parameter set that sends its rover, under a version above all before.</summary>
/// <param name="safeSet">(25) of an edge.</param>
/// <param name="fromPose">A way from a state at rest to a node; null, or null for a state: there is none.</param>
/// <param name="keys">Signs for each rover; null: unsigned.</param>
internal sealed class DeliveryLegs(
    FleetSession session, TaskGraph graph, Func<int, int, EdgeSafeSet> safeSet, Func<double[], int, EdgeSafeSet?>? fromPose,
    FleetKeys? keys, uint lastVersion)
{
    private readonly VehicleDynamics dynamics = DeliveryDynamics.Of(graph.Vehicle);

    /// <summary>Last version given away.</summary>
    public uint Version { get; private set; } = lastVersion;

    /// <summary>What rovers have from before this day is below what they get.</summary>
    public void Skip(uint version) => Version = Math.Max(Version, version);

    /// <summary>Along an edge of the graph.</summary>
    public DeliveryLeg Along(DeliveryMember member, int from, int to) => Make(member, from, to, safeSet(from, to), isRecovery: false);

    /// <summary>To the target from where it stands, by a way of its own: an edge's safe set is a road from node to node, not a
    /// field.</summary>
    /// <param name="state">As it last said; empty: it has not.</param>
    public DeliveryLeg Onward(DeliveryMember member, double[] state) =>
        (state.Length >= dynamics.StateCount ? fromPose?.Invoke(state, member.Target) : null) is { } way
            ? Make(member, member.Node, member.Target, way, isRecovery: true)
            : Along(member, member.Node, member.Target);

    private DeliveryLeg Make(DeliveryMember member, int from, int to, EdgeSafeSet edge, bool isRecovery)
    {
        var set = DeliveryParameterSet.Build(dynamics, edge, graph.LowLevelHorizon, ++Version, start: member.Place(Version, edge));
        var rollout = new ParameterRollout(session, Version, new Dictionary<string, byte[]> { [member.Name] = set }, keys);
        return new DeliveryLeg(from, to, edge, rollout) { IsRecovery = isRecovery };
    }
}
