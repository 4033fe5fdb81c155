using System.Globalization;
using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>The tables of a delivery training run, one row a period or an agent's day, units in the header.</summary>
public static class DeliveryCsv
{
    public static string Iterations(DeliveryTraining training) => CsvTable.Text(
        ["iteration", "agent", "nodes_visited", "time_s", "battery_used", "came_home", "route"],
        from j in Enumerable.Range(0, training.Iterations.Count)
        from one in training.Iterations[j].Agents.Index()
        let agent = one.Item
        select (object[])
        [
            j, one.Index + 1, agent.NodesVisited, agent.TimeS, agent.Battery, agent.CameHome ? 1 : 0, string.Join(' ', agent.Route),
        ]);

    /// <summary>Every state that was driven; of the first iteration the conservative trajectories.</summary>
    public static string Traversals(DeliveryTraining training)
    {
        var (period, nx) = (training.Memory.Dynamics.PeriodS, training.Memory.Dynamics.StateCount);
        return CsvTable.Text(
            ["iteration", "agent", "from", "to", "time_s", "x_m", "y_m", "heading_rad", "speed_m_s", "battery_used"],
            from j in Enumerable.Range(0, training.Iterations.Count)
            from one in training.Iterations[j].Traversals
            from k in Enumerable.Range(0, one.Driven.Steps + 1)
            let at = one.Driven.States[(k * nx)..((k + 1) * nx)]
            select (object[])
            [
                j, one.Agent + 1, one.From, one.To, (k * period).ToString("0.######", CultureInfo.InvariantCulture),
                at[0], at[1], at[VehicleDynamics.Heading], at[VehicleDynamics.Speed], one.Driven.Battery[k],
            ]);
    }
}
