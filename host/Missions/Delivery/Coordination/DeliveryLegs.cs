using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>Makes the legs of a day, each with the parameter set that sends its rover, under a version above all before.</summary>
/// <param name="safeSet">(25) of an edge.</param>
/// <param name="fromPose">A way from a state at rest to a node; null, or null for a state: there is none.</param>
/// <param name="keys">Signs for each rover; null: unsigned.</param>
internal sealed class DeliveryLegs(
    FleetSession session, TaskGraph graph, Func<int, int, EdgeSafeSet> safeSet,
    Func<double[], (double XM, double YM), EdgeSafeSet?>? fromPose,
    FleetKeys? keys, uint lastVersion)
{
    /// <summary>Of a capacity, used when the way home begins.</summary>
    private const double LittleShare = 0.7;

    private readonly VehicleDynamics dynamics = DeliveryDynamics.Of(graph.Vehicle);

    /// <summary>Last version given away.</summary>
    public uint Version { get; private set; } = lastVersion;

    /// <summary>What rovers have from before this day is below what they get.</summary>
    public void Skip(uint version) => Version = Math.Max(Version, version);

    /// <summary>Along an edge of the graph.</summary>
    public DeliveryLeg Along(DeliveryMember member, int from, int to) =>
        Make(member, from, to, member.Home?.SafeSet(from, to) ?? safeSet(from, to), isRecovery: false);

    /// <summary>To the target from where it stands, by a way of its own: an edge's safe set is a road from node to node, not a
    /// field.</summary>
    /// <param name="state">As it last said; empty: it has not.</param>
    public DeliveryLeg Onward(DeliveryMember member, double[] state) =>
        (state.Length >= dynamics.StateCount ? fromPose?.Invoke(state, Place(member)) : null) is { } way
            ? Make(member, member.Node, member.Target, way, isRecovery: true)
            : Along(member, member.Node, member.Target);

    /// <summary>From where it stands to there: a rover without a set says nothing of where it is, and others would drive into it.</summary>
    public DeliveryLeg Nowhere(DeliveryMember member)
    {
        var nx = dynamics.StateCount;
        var (x, y) = Place(member);
        var stands = new EdgeSafeSet(nx, 1) { Steps = 1 };
        (stands.States[0], stands.States[1], stands.States[nx], stands.States[nx + 1]) = (x, y, x, y);
        return Make(member, member.Node, member.Node, stands, isRecovery: true);
    }

    private (double XM, double YM) Place(DeliveryMember member) => member.Target == graph.Depot && member.Home is { } home
        ? (home.XM, home.YM) : (graph.Nodes[member.Target].XM, graph.Nodes[member.Target].YM);

    /// <summary>On the way home a rover goes first, and first of all one with little left.</summary>
    private int Priority(DeliveryMember member, int to) => to != graph.Depot ? 0
        : member.Used[0] > LittleShare * graph.Limits.TimeS || member.Used[1] > LittleShare * graph.Limits.Battery ? 2 : 1;

    private DeliveryLeg Make(DeliveryMember member, int from, int to, EdgeSafeSet edge, bool isRecovery)
    {
        var set = DeliveryParameterSet.Build(
            dynamics, edge, graph.LowLevelHorizon, ++Version, start: member.Place(Version, edge), priority: Priority(member, to));
        var rollout = new ParameterRollout(session, Version, new Dictionary<string, byte[]> { [member.Name] = set }, keys);
        return new DeliveryLeg(from, to, edge, rollout) { IsRecovery = isRecovery };
    }
}
