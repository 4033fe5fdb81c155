using System.Globalization;
using System.Text;
using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>The tables of a delivery training run, one row a period or an agent's day, units in the header.</summary>
public static class DeliveryCsv
{
    public static string Iterations(DeliveryTraining training)
    {
        var text = new StringBuilder("iteration,agent,nodes_visited,time_s,battery_used,came_home,route\n");
        for (var j = 0; j < training.Iterations.Count; j++)
        {
            for (var a = 0; a < training.Iterations[j].Agents.Count; a++)
            {
                var agent = training.Iterations[j].Agents[a];
                text.AppendLine(CultureInfo.InvariantCulture, $"{j},{a + 1},{agent.NodesVisited},{agent.TimeS:R},{agent.Battery:R},{(agent.CameHome ? 1 : 0)},{string.Join(' ', agent.Route)}");
            }
        }

        return text.ToString();
    }

    /// <summary>Every state that was driven; of the first iteration the conservative trajectories.</summary>
    public static string Traversals(DeliveryTraining training)
    {
        var (period, nx) = (training.Memory.Dynamics.PeriodS, training.Memory.Dynamics.StateCount);
        var text = new StringBuilder("iteration,agent,from,to,time_s,x_m,y_m,heading_rad,speed_m_s,battery_used\n");
        for (var j = 0; j < training.Iterations.Count; j++)
        {
            foreach (var one in training.Iterations[j].Traversals)
            {
                for (var k = 0; k <= one.Driven.Steps; k++)
                {
                    var at = one.Driven.States.AsSpan(k * nx, nx);
                    text.AppendLine(
                        CultureInfo.InvariantCulture,
                        $"{j},{one.Agent + 1},{one.From},{one.To},{k * period:0.######},{at[0]:R},{at[1]:R},{at[VehicleDynamics.Heading]:R},{at[VehicleDynamics.Speed]:R},{one.Driven.Battery[k]:R}");
                }
            }
        }

        return text.ToString();
    }
}
