using System.Diagnostics;
using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Training;

/// <summary>A vehicle in closed loop with its low-level policy (33), (34), one edge after the other. The controller is the boards'
/// own.</summary>
public sealed class EdgeDriver
{
    private readonly VehicleDynamics dynamics;
    private readonly LearningMpc controller;

    /// <param name="dynamics">What the controller believes; the vehicle has its own.</param>
    public EdgeDriver(VehicleDynamics dynamics, int horizon, bool blendsTurns = false)
    {
        ArgumentNullException.ThrowIfNull(dynamics);
        this.dynamics = dynamics;
        controller = new LearningMpc(dynamics, horizon) { BlendsTurns = blendsTurns };
    }

    /// <summary>Drives until the plan has been carried out; at most as long as the stored traversal took, and a horizon per
    /// recovery.</summary>
    /// <param name="vehicle">At the node <paramref name="from"/>; at <paramref name="to"/> afterwards.</param>
    /// <param name="set">The edge's safe set at the start of this iteration; not changed.</param>
    public EdgeTraversal Drive(DeliveryVehicle vehicle, EdgeSafeSet set, int from, int to)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        ArgumentNullException.ThrowIfNull(set);
        var nx = dynamics.StateCount;
        vehicle.Unwind(set.States[VehicleDynamics.Heading]);
        var batteryAtStart = vehicle.BatteryUsed;
        var limit = (2 * set.Steps) + (4 * controller.Horizon);
        var (states, inputs, battery) = (new List<double>(vehicle.State), new List<double>(), new List<double> { 0 });
        int infeasible = 0, offPlan = 0, qps = 0;
        double sum = 0, worst = 0;
        controller.Begin(set);
        while (!controller.IsArrived && inputs.Count / 2 < limit)
        {
            var before = Stopwatch.GetTimestamp();
            var status = controller.Solve(vehicle.State, vehicle.BatteryUsed - batteryAtStart);
            var ms = Stopwatch.GetElapsedTime(before).TotalMilliseconds;
            (sum, worst, qps) = (sum + ms, Math.Max(worst, ms), qps + controller.Qps);
            infeasible += status == QpStatus.Solved ? 0 : 1;
            offPlan += controller.IsOffPlan ? 1 : 0;
            inputs.AddRange(controller.Input);
            vehicle.Step(controller.Input);
            states.AddRange(vehicle.State);
            battery.Add(vehicle.BatteryUsed - batteryAtStart);
            controller.Advance();
        }

        var steps = inputs.Count / 2;
        var driven = new EdgeSafeSet(nx, Math.Max(steps, 1)) { Steps = steps };
        states.CopyTo(driven.States);
        inputs.CopyTo(driven.Inputs);
        battery.CopyTo(driven.Battery);
        var (last, goal) = (steps * nx, set.Steps * nx);
        var error = Math.Sqrt(
            Math.Pow(driven.States[last] - set.States[goal], 2) + Math.Pow(driven.States[last + 1] - set.States[goal + 1], 2));

        // The node's state is fixed: what rounding or noise has left must not add up over iterations.
        Array.Copy(set.States, goal, driven.States, last, nx);
        return new EdgeTraversal
        {
            From = from,
            To = to,
            Driven = driven,
            TimeS = steps * dynamics.PeriodS,
            Battery = vehicle.BatteryUsed - batteryAtStart,
            ArrivalErrorM = error,
            InfeasibleSteps = infeasible + (controller.IsArrived ? 0 : 1),
            OffPlanSteps = offPlan,
            Qps = qps,
            StepMsSum = sum,
            StepMsMax = worst,
        };
    }
}
