using System.Globalization;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Places of rovers relative to the point that follows the path, their middle at zero, m. The world's axes are the shape's: it
/// does not turn with the path.</summary>
/// <param name="Name">line, column, triangle, polygon, grid or offsets.</param>
/// <param name="Slots">One for each rover.</param>
public sealed record FormationShape(string Name, IReadOnlyList<(double X, double Y)> Slots)
{
    /// <summary>A rover's body is inside a disc of this radius around its axle's middle, m.</summary>
    public const double BodyRadiusM = RoverOptions.UsualBodyRadiusM;

    /// <summary>Of a shape that somebody lists place by place.</summary>
    public const string Offsets = "offsets";

    public static IReadOnlyList<string> Names { get; } = ["line", "column", "triangle", "polygon", "grid", Offsets];

    /// <summary>Least distance between two slots, m.</summary>
    public double LeastGapM =>
        Slots
            .SelectMany((a, i) => Slots.Skip(i + 1).Select(b => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)))))
            .DefaultIfEmpty(double.PositiveInfinity).Min();

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="gapM">Between neighbours.</param>
    /// <param name="offsets">Of the shape that is called so; else not used.</param>
    /// <exception cref="MaeException">MAE626 no such shape, MAE620 a shape that so many rovers do not make, MAE621 places too close to each
    /// other.</exception>
    public static FormationShape Of(string name, int rovers, double gapM, IReadOnlyList<(double X, double Y)>? offsets = null)
    {
        var least = name is "triangle" or "polygon" ? 3 : 1;
        if (rovers < least)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE620",
                $"A {name} has at least {least} places, and there {(rovers == 1 ? "is 1 rover" : $"are {rovers} rovers")}.",
                "Take line or column, or more rovers.");
        }

        var slots = name switch
        {
            "line" => Row(rovers, k => (0, -k * gapM)),
            "column" => Row(rovers, k => (-k * gapM, 0)),
            "triangle" => Triangle(rovers, gapM),
            "polygon" => Polygon(rovers, gapM),
            "grid" => Grid(rovers, gapM),
            Offsets => offsets ?? [],
            _ => throw new MaeException(ExitCode.Configuration, "MAE626", $"There is no shape \"{NameText.Short(name)}\".", Next(name)),
        };
        if (slots.Count != rovers)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE620", $"The shape has {slots.Count} places, and there are {rovers} rovers.",
                $"Write {rovers} offsets, or take a shape that is made for any number: "
                + $"{string.Join(", ", Names.Where(n => n != Offsets))}.");
        }

        var shape = new FormationShape(name, name == Offsets ? slots : Centred(slots));
        if (shape.LeastGapM < 2 * BodyRadiusM)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE621",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Two places of the {name} are {shape.LeastGapM:0.###} m apart, and a rover is {2 * BodyRadiusM} m wide."),
                string.Create(
                    CultureInfo.InvariantCulture, $"Put them further apart: {2 * BodyRadiusM} m at the very least, 0.5 m leaves room."));
        }

        return shape;
    }

    private static string Next(string name) =>
        Suggestion.For(name, Names) is { } near ? $"Did you mean \"{near}\"?" : $"Take one of {string.Join(", ", Names)}.";

    private static List<(double X, double Y)> Row(int count, Func<int, (double X, double Y)> at) =>
        [.. Enumerable.Range(0, count).Select(at)];

    // Its tip ahead, in x.
    private static List<(double X, double Y)> Triangle(int count, double gapM)
    {
        var slots = new List<(double X, double Y)>();
        for (var row = 0; slots.Count < count; row++)
        {
            var inRow = Math.Min(row + 1, count - slots.Count);
            for (var k = 0; k < inRow; k++)
                slots.Add((-row * gapM * Math.Sqrt(0.75), ((row / 2.0) - k) * gapM));
        }

        return slots;
    }

    private static List<(double X, double Y)> Polygon(int count, double gapM) => Row(count, k =>
    {
        var (sin, cos) = Math.SinCos(2 * Math.PI * k / count);
        var radius = gapM / (2 * Math.Sin(Math.PI / count));
        return (radius * cos, radius * sin);
    });

    private static List<(double X, double Y)> Grid(int count, double gapM)
    {
        var columns = (int)Math.Ceiling(Math.Sqrt(count));
        return Row(count, k => (-(k / columns) * gapM, -(k % columns) * gapM));
    }

    private static List<(double X, double Y)> Centred(IReadOnlyList<(double X, double Y)> slots)
    {
        var (x, y) = (slots.Average(slot => slot.X), slots.Average(slot => slot.Y));
        return [.. slots.Select(slot => (slot.X - x, slot.Y - y))];
    }
}
