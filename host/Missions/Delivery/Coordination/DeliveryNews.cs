using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Worlds;
using static System.FormattableString;

namespace MultiAgentEdge.Host.Missions.Delivery.Coordination;

/// <summary>What a person is told of a rover's day.</summary>
internal sealed class DeliveryNews(TaskGraph graph)
{
    public string Where(DeliveryMember member) => $"between {Name(member.Node)} and {Name(member.Target)}";

    public string Home(DeliveryMember member)
    {
        var (timeS, battery, limits) = (member.Used[0], member.Used[1], graph.Limits);
        var over = timeS > limits.TimeS + 1e-9 || battery > limits.Battery + 1e-9;
        return Invariant($"{member.Name} is home after {timeS:0.0} s of {limits.TimeS:0.#} and a battery of {battery:0.000} of ")
            + Invariant($"{limits.Battery:0.###}{(over ? ": TOO MUCH" : "")}");
    }

    /// <param name="isFree">Somebody else may now go where it was to go.</param>
    public string Out(DeliveryMember member, string why, bool isFree) => member.Leg is null
        ? $"{member.Name} {why} at {Name(member.Node)}"
        : $"{member.Name} {why} {Where(member)}{(isFree ? $"; {Name(member.Target)} is free for the others" : "")}";

    public string Restart(DeliveryMember member, RoverPresence rover)
    {
        var faults = string.Concat(RoverJson.Faults(rover.Faults).Select(fault => $", {fault}"));
        return $"{member.Name} stopped by itself ({rover.ModeName}{faults}) {Where(member)}; starting it again";
    }

    /// <summary>With who is nearest: what cannot be passed is somebody's to carry away.</summary>
    public string Blocked(DeliveryMember member, IEnumerable<DeliveryMember> all)
    {
        var others = member.Position is not { } own ? [] : all
            .Where(other => other != member && other.Position is not null)
            .Select(other => (other.Name, M: double.Hypot(other.Position!.Value.XM - own.XM, other.Position.Value.YM - own.YM)))
            .OrderBy(other => other.M).ToList();
        return $"{member.Name} comes no nearer {Where(member)}"
            + (others.Count == 0 ? "" : Invariant($": {others[0].Name} is {others[0].M:0.0} m away"));
    }

    public string Name(int node) => graph.Nodes[node].Name;
}
