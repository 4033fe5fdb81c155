using MultiAgentEdge.Delivery;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// The conservative traversal of an edge from which learning starts, paper S4 VI-B: at rest with heading 0 at both nodes, at most the
/// conservative speed, half of what the inputs allow. A unicycle turns on the spot, drives straight, turns back; a bicycle:
/// <see cref="DubinsTrajectory"/>.
/// </summary>
public static class InitialTrajectory
{
    private const double InputShare = 0.5;

    public static EdgeSafeSet Create(VehicleDynamics dynamics, double fromXM, double fromYM, double toXM, double toYM, double speedMS)
    {
        ArgumentNullException.ThrowIfNull(dynamics);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(speedMS, 0);
        var inputs = new List<(double First, double Acceleration)>();
        var (dx, dy) = (toXM - fromXM, toYM - fromYM);
        if (dynamics.Kind == VehicleKind.Bicycle)
        {
            inputs = DubinsTrajectory.Inputs(dynamics, dx, dy, speedMS, InputShare);
        }
        else
        {
            var (bearing, distance) = (Math.Atan2(dy, dx), Math.Sqrt((dx * dx) + (dy * dy)));
            Turn(inputs, dynamics, bearing);
            Drive(inputs, dynamics, distance, distance, speedMS);
            Turn(inputs, dynamics, -bearing);
        }

        // Two nodes at one place: a period at rest, so that every edge has a traversal.
        if (inputs.Count == 0)
            inputs.Add((0, 0));
        return Record(dynamics, inputs, fromXM, fromYM, toXM, toYM);
    }

    /// <summary>At rest: the heading of a unicycle, the steering angle of a bicycle.</summary>
    internal static void Turn(List<(double First, double Acceleration)> inputs, VehicleDynamics dynamics, double angleRad)
    {
        var most = InputShare * (angleRad > 0 ? dynamics.InputUpper[0] : -dynamics.InputLower[0]);
        var periods = (int)Math.Ceiling(Math.Abs(angleRad) / (most * dynamics.PeriodS));
        for (var k = 0; k < periods; k++)
            inputs.Add((angleRad / (periods * dynamics.PeriodS), 0));
    }

    /// <summary>Up, along, down, symmetric, and to the distance exactly: ramps of a periods and c between cover T v (a + c).</summary>
    /// <param name="nominalM">Gives the number of periods; the distance itself, or one near it.</param>
    internal static void Drive(
        List<(double First, double Acceleration)> inputs, VehicleDynamics dynamics, double distanceM, double nominalM, double speedMS)
    {
        var period = dynamics.PeriodS;
        var acceleration = InputShare * Math.Min(dynamics.InputUpper[1], -dynamics.InputLower[1]);
        var total = (int)Math.Ceiling(nominalM / (period * Math.Min(speedMS, dynamics.SpeedUpperMS)));
        var ramp = (int)Math.Ceiling(speedMS / (acceleration * period));
        if (total < ramp)
        {
            ramp = (int)Math.Ceiling(Math.Sqrt(nominalM / (acceleration * period * period)));
            total = ramp;
        }

        var peak = distanceM / (period * total);
        for (var k = 0; k < ramp; k++)
            inputs.Add((0, peak / (ramp * period)));
        for (var k = ramp; k < total; k++)
            inputs.Add((0, 0));
        for (var k = 0; k < ramp; k++)
            inputs.Add((0, -peak / (ramp * period)));
    }

    private static EdgeSafeSet Record(
        VehicleDynamics dynamics, List<(double First, double Acceleration)> inputs, double fromXM, double fromYM, double toXM, double toYM)
    {
        var nx = dynamics.StateCount;
        var set = new EdgeSafeSet(nx, inputs.Count) { Steps = inputs.Count };
        (set.States[0], set.States[1]) = (fromXM, fromYM);
        for (var k = 0; k < inputs.Count; k++)
        {
            (set.Inputs[2 * k], set.Inputs[(2 * k) + 1]) = inputs[k];
            dynamics.Step(set.States, k * nx, set.Inputs, 2 * k, set.States, (k + 1) * nx);
            set.Battery[k + 1] = set.Battery[k] + dynamics.Depletion(set.States[(k * nx) + VehicleDynamics.Speed]);
        }

        // Rounding only: the node's state is what it is, so that traversal after traversal aims at the same one.
        var turns = Math.Round(set.States[(inputs.Count * nx) + VehicleDynamics.Heading] / (2 * Math.PI));
        Array.Clear(set.States, inputs.Count * nx, nx);
        set.States[(inputs.Count * nx) + VehicleDynamics.Heading] = turns * 2 * Math.PI;
        (set.States[inputs.Count * nx], set.States[(inputs.Count * nx) + 1]) = (toXM, toYM);
        return set;
    }
}
