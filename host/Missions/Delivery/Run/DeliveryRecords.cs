using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Delivery.Coordination;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>What a delivery mission is doing, as a record of one control period.</summary>
internal static class DeliveryRecords
{
    /// <param name="stateOf">A rover's state by its number: x, m; y, m; heading, rad; speed, m/s; null where nothing is known.</param>
    public static DeliveryRecord Of(
        int day, double timeS, TaskGraph graph, DeliveryMission mission, FleetSession session, Func<int, double[]?> stateOf) =>
        new(day, timeS, [.. mission.Members.Select((member, i) =>
        {
            var state = stateOf(i);
            double At(int index) => state is null ? double.NaN : state[index];
            return new DeliveryRoverRecord(
                member.Name,
                session.Roster.GetValueOrDefault(member.Name) is { Mode: not null } known ? known.ModeName : "unknown",
                member.Phase.ToString().ToLowerInvariant(),
                graph.Nodes[member.Node].Name,
                graph.Nodes[member.Target].Name,
                At(0),
                At(1),
                At(VehicleDynamics.Heading),
                At(VehicleDynamics.Speed),
                member.Used[0],
                member.Used[1]);
        })]);
}
