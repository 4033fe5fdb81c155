using MultiAgentEdge.Delivery;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// The conservative traversal of an edge by a bicycle: the shortest arc, straight, arc (Dubins, "On curves of minimal length", 1957) with
/// heading 0 at both ends; before each part the vehicle stands and steers. The model's Euler steps make its arcs a little other than
/// circles, so the lengths are corrected until the last state is the node's.
/// </summary>
internal static class DubinsTrajectory
{
    private const double FullTurn = 2 * Math.PI;
    private const int CorrectionsAtMost = 30;

    /// <param name="Angle">Steering angle, rad.</param>
    /// <param name="LengthM">Driven with it.</param>
    private readonly record struct Part(double Angle, double LengthM);

    /// <param name="inputShare">Share of what inputs and steering allow, (0, 1].</param>
    public static List<(double First, double Acceleration)> Inputs(
        VehicleDynamics dynamics, double dxM, double dyM, double speedMS, double inputShare)
    {
        var angle = inputShare * dynamics.SteeringUpperRad;
        var curvature = Math.Tan(angle) / dynamics.WheelbaseM;
        var parts = Shortest(dxM, dyM, 1 / curvature).Select(part => part with { Angle = part.Angle * angle }).ToArray();
        if (parts[0].LengthM + parts[2].LengthM > 1e-9)
            Correct(dynamics, parts, dxM, dyM, speedMS, inputShare);
        return Inputs(dynamics, parts, parts, speedMS, inputShare);
    }

    // The first part's turn is the last one's back, a full turn or two apart; what remains free is the first length and the straight.
    private static void Correct(VehicleDynamics dynamics, Part[] parts, double dxM, double dyM, double speedMS, double inputShare)
    {
        var nominal = parts.ToArray();
        double[] End(double first, double straight)
        {
            parts[2] = parts[2] with {
                    LengthM = nominal[2].LengthM - ((first - nominal[0].LengthM) * Math.Sign(parts[0].Angle) * Math.Sign(parts[2].Angle)) };
            parts[0] = parts[0] with { LengthM = first };
            parts[1] = parts[1] with { LengthM = straight };
            var (state, next) = (new double[dynamics.StateCount], new double[dynamics.StateCount]);
            foreach (var (rate, acceleration) in Inputs(dynamics, parts, nominal, speedMS, inputShare))
            {
                dynamics.Step(state, 0, [rate, acceleration], 0, next, 0);
                next.CopyTo(state, 0);
            }

            return [state[0] - dxM, state[1] - dyM];
        }

        var (a, b) = (parts[0].LengthM, parts[1].LengthM);
        for (var i = 0; i < CorrectionsAtMost; i++)
        {
            const double h = 1e-6;
            var at = End(a, b);
            if (Math.Abs(at[0]) + Math.Abs(at[1]) < 1e-12)
                return;
            var (da, db) = (End(a + h, b), End(a, b + h));
            var (xa, xb, ya, yb) = ((da[0] - at[0]) / h, (db[0] - at[0]) / h, (da[1] - at[1]) / h, (db[1] - at[1]) / h);
            var determinant = (xa * yb) - (xb * ya);
            if (Math.Abs(determinant) < 1e-9)
                break;
            a -= ((at[0] * yb) - (at[1] * xb)) / determinant;
            b -= ((at[1] * xa) - (at[0] * ya)) / determinant;
            End(a, b);
        }

        var end = End(a, b);
        if (Math.Abs(end[0]) + Math.Abs(end[1]) > 1e-9)
            throw new InvalidOperationException($"No conservative way of {dxM:0.##}, {dyM:0.##} m was found for this bicycle.");
    }

    /// <param name="nominal">Gives each part its number of periods, which must not change while the lengths are corrected.</param>
    private static List<(double First, double Acceleration)> Inputs(
        VehicleDynamics dynamics, Part[] parts, Part[] nominal, double speedMS, double inputShare)
    {
        var inputs = new List<(double First, double Acceleration)>();
        var steering = 0.0;
        for (var i = 0; i < parts.Length; i++)
        {
            if (nominal[i].LengthM <= 1e-9)
                continue;
            InitialTrajectory.Turn(inputs, dynamics, parts[i].Angle - steering);
            steering = parts[i].Angle;
            InitialTrajectory.Drive(inputs, dynamics, parts[i].LengthM, nominal[i].LengthM, speedMS);
        }

        InitialTrajectory.Turn(inputs, dynamics, -steering);
        return inputs;
    }

    // Angles are signs here: 1 left, 0 straight, -1 right.
    private static Part[] Shortest(double dx, double dy, double radius)
    {
        var best = Word(1, 1, dx, dy, radius);
        foreach (var (first, last) in new[] { (-1, -1), (1, -1), (-1, 1) })
        {
            var word = Word(first, last, dx, dy, radius);
            if (word.Sum(part => part.LengthM) < best.Sum(part => part.LengthM))
                best = word;
        }

        return best;
    }

    // From the circle on the first side to the one on the last side, along their common tangent.
    private static Part[] Word(int first, int last, double dx, double dy, double radius)
    {
        var between = dy + ((last - first) * radius);
        var squared = (dx * dx) + (between * between) - (first == last ? 0 : 4 * radius * radius);
        if (squared < 0)
            return [new(first, double.PositiveInfinity), new(0, 0), new(last, 0)];
        var straight = Math.Sqrt(squared);
        var heading = Math.Atan2(between, dx) + (first == last ? 0 : first * Math.Atan2(2 * radius, straight));
        return [new(first, radius * Turned(first * heading)), new(0, straight), new(last, radius * Turned(-last * heading))];
    }

    private static double Turned(double angle)
    {
        var turned = angle - (FullTurn * Math.Floor(angle / FullTurn));
        return turned > FullTurn - 1e-9 ? 0 : turned;
    }
}
