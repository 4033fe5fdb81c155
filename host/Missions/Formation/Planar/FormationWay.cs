using System.Globalization;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Whether a formation passes what stands beside its path: by the free way around each of its places.</summary>
public static class FormationWay
{
    /// <summary>Around a place: the body is within its radius and the look-ahead of it, and the safety filter wants a hand's breadth,
    /// m.</summary>
    public const double NeedM = FormationShape.BodyRadiusM + PointLaw.DefaultLookAheadM + 0.05;

    /// <summary>Shapes that are taken to pass something narrow, in the order in which they are tried.</summary>
    public static IReadOnlyList<string> Narrow { get; } = ["column", "line"];

    private const double StepM = 0.02;
    private const int MostSteps = 20_000;

    /// <summary>Points of a path from a phase on.</summary>
    /// <param name="direction">1 or -1.</param>
    public static IEnumerable<(double WayM, double X, double Y)> Along(FormationPath path, double phase, int direction, double lengthM)
    {
        ArgumentNullException.ThrowIfNull(path);
        var curve = path.Curve();
        var (wayM, at) = (0.0, phase);
        for (var step = 0; step < MostSteps; step++)
        {
            at = curve.IsClosed ? at : Math.Clamp(at, 0, curve.Span);
            curve.Evaluate(at);
            yield return (wayM, curve.X, curve.Y);
            var slope = double.Hypot(curve.SlopeX, curve.SlopeY);
            if (wayM >= lengthM || slope < 1e-6 || (!curve.IsClosed && (direction > 0 ? at >= curve.Span : at <= 0)))
                yield break;
            at += direction * StepM / slope;
            wayM += StepM;
        }
    }

    /// <summary>Least way that is free around a formation's places, m, where its middle is at a point.</summary>
    public static double FreeM(FloorEntry floor, double x, double y, IEnumerable<(double X, double Y)> offsets)
    {
        ArgumentNullException.ThrowIfNull(floor);
        return offsets.Select(offset => floor.FreeM(x + offset.X, y + offset.Y)).DefaultIfEmpty(double.PositiveInfinity).Min();
    }

    /// <summary>How far along its path a formation meets something; null: not within this length.</summary>
    public static double? Meets(
        FloorEntry floor, FormationPath path, double phase, int direction, double lengthM, IReadOnlyList<(double X, double Y)> offsets)
    {
        foreach (var (wayM, x, y) in Along(path, phase, direction, lengthM))
        {
            if (FreeM(floor, x, y, offsets) < NeedM)
                return wayM;
        }

        return null;
    }

    /// <summary>What stands in the way of a formation at a point, for people.</summary>
    public static string What(FloorEntry floor, double x, double y, IReadOnlyList<(double X, double Y)> offsets)
    {
        ArgumentNullException.ThrowIfNull(floor);
        var tightest = offsets.MinBy(offset => floor.FreeM(x + offset.X, y + offset.Y));
        return floor.Nearest(x + tightest.X, y + tightest.Y);
    }

    /// <summary>Checks that this shape, or a narrow one, passes everywhere, and that the formation can gather where the path
    /// begins.</summary>
    /// <param name="gapM">Between neighbours of the narrow shapes.</param>
    /// <exception cref="MaeException">MAE612.</exception>
    public static void Check(FloorEntry floor, FormationPath path, FormationShape shape, double gapM)
    {
        ArgumentNullException.ThrowIfNull(floor);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(shape);
        if (floor.IsEmpty)
            return;
        var count = shape.Slots.Count;
        var narrow = Narrow.Select(name => FormationShape.Of(name, count, gapM)).Prepend(shape).ToList();
        foreach (var (wayM, x, y) in Along(path, 0, 1, double.PositiveInfinity))
        {
            if (wayM > Length(path))
                return;
            var free = narrow.Max(one => FreeM(floor, x, y, one.Slots));
            if (free >= NeedM)
                continue;
            throw new MaeException(
                ExitCode.Configuration, "MAE612",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The {shape.Name} does not pass {What(floor, x, y, shape.Slots)} where its middle is at ({x:0.##}, {y:0.##}), and "
                    + $"neither does a column or a line of {count}: {Math.Max(0, free):0.##} m are free around a place, {NeedM:0.##} are "
                    + $"needed."),
                "Move the path or what stands there, or take fewer rovers or a smaller gap.");
        }
    }

    /// <summary>Checks the straight ways on which rovers gather.</summary>
    /// <exception cref="MaeException">MAE612.</exception>
    public static void CheckGathering(
        FloorEntry floor, IReadOnlyList<string> rovers, IReadOnlyList<(double X, double Y)> from, IReadOnlyList<(double X, double Y)> to)
    {
        ArgumentNullException.ThrowIfNull(floor);
        ArgumentNullException.ThrowIfNull(rovers);
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        for (var i = 0; i < from.Count && !floor.IsEmpty; i++)
        {
            // Where it was put down it may stand nearer than it will ever drive.
            for (var k = 4; k <= 20; k++)
            {
                var (x, y) = (from[i].X + (k / 20.0 * (to[i].X - from[i].X)), from[i].Y + (k / 20.0 * (to[i].Y - from[i].Y)));
                if (floor.FreeM(x, y) >= NeedM)
                    continue;
                throw new MaeException(
                    ExitCode.Configuration, "MAE612",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{rovers[i]} would come too near to {floor.Nearest(x, y)} on its way to its first place, at ({x:0.##}, {y:0.##})."),
                    "Put it down elsewhere, or begin with another shape.");
            }
        }
    }

    // Of a closed path, or an open one from end to end.
    private static double Length(FormationPath path)
    {
        var curve = path.Curve();
        var (length, steps) = (0.0, 2000);
        for (var k = 0; k < steps; k++)
        {
            curve.Evaluate(k * curve.Span / steps);
            length += double.Hypot(curve.SlopeX, curve.SlopeY) * curve.Span / steps;
        }

        return length;
    }
}
