using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>
/// A conservative way from wherever a rover stopped to a node: what a stored traversal cannot give, as it begins at a node. A unicycle at
/// rest turns, drives straight, and turns to the heading 0 that every edge begins with.
/// </summary>
internal static class RecoveryTrajectory
{
    private const double InputShare = 0.5;

    /// <param name="state">x, y, heading, speed; at rest.</param>
    /// <returns>Null for a bicycle, which cannot turn where it stands.</returns>
    public static EdgeSafeSet? Create(VehicleDynamics dynamics, TaskGraph graph, double[] state, (double XM, double YM) to)
    {
        if (dynamics.Kind != VehicleKind.Unicycle)
            return null;
        var (dx, dy) = (to.XM - state[0], to.YM - state[1]);
        var distance = Math.Sqrt((dx * dx) + (dy * dy));
        var bearing = distance < 1e-9 ? state[2] : Math.Atan2(dy, dx);
        var inputs = new List<(double Turn, double Acceleration)>();
        Turn(inputs, dynamics, Math.IEEERemainder(bearing - state[2], 2 * Math.PI));
        Drive(inputs, dynamics, distance, graph.Vehicle.ConservativeSpeedMS);
        // The end counts as heading 0: whole turns that the rover has in its odometry stay in it.
        Turn(inputs, dynamics, Math.IEEERemainder(-bearing, 2 * Math.PI));
        if (inputs.Count == 0)
            inputs.Add((0, 0));
        var nx = dynamics.StateCount;
        var set = new EdgeSafeSet(nx, inputs.Count) { Steps = inputs.Count };
        (set.States[0], set.States[1], set.States[VehicleDynamics.Heading]) = (state[0], state[1], state[2]);
        for (var k = 0; k < inputs.Count; k++)
        {
            (set.Inputs[2 * k], set.Inputs[(2 * k) + 1]) = inputs[k];
            dynamics.Step(set.States, k * nx, set.Inputs, 2 * k, set.States, (k + 1) * nx);
            set.Battery[k + 1] = set.Battery[k] + dynamics.Depletion(set.States[(k * nx) + VehicleDynamics.Speed]);
        }

        return set;
    }

    private static void Turn(List<(double Turn, double Acceleration)> inputs, VehicleDynamics dynamics, double angleRad)
    {
        var most = InputShare * (angleRad > 0 ? dynamics.InputUpper[0] : -dynamics.InputLower[0]);
        var periods = (int)Math.Ceiling(Math.Abs(angleRad) / (most * dynamics.PeriodS));
        for (var k = 0; k < periods; k++)
            inputs.Add((angleRad / (periods * dynamics.PeriodS), 0));
    }

    /// <summary>Ramps of equal length up and down that cover the distance exactly.</summary>
    private static void Drive(List<(double Turn, double Acceleration)> inputs, VehicleDynamics dynamics, double distanceM, double speedMS)
    {
        var period = dynamics.PeriodS;
        var acceleration = InputShare * Math.Min(dynamics.InputUpper[1], -dynamics.InputLower[1]);
        var ramp = (int)Math.Ceiling(speedMS / (acceleration * period));
        var total = (int)Math.Ceiling(distanceM / (period * speedMS));
        if (total < ramp)
            total = ramp = (int)Math.Ceiling(Math.Sqrt(distanceM / (acceleration * period * period)));
        var peak = total == 0 ? 0 : distanceM / (period * total);
        for (var k = 0; k < total + ramp; k++)
            inputs.Add((0, k < ramp ? peak / (ramp * period) : k < total ? 0 : -peak / (ramp * period)));
    }
}
