using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions;

/// <summary>What stands on a floor, as marks of a replay: discs at their true size, walls and bounds as rows of dots.</summary>
public static class FloorMarks
{
    private const double DotM = 0.02;
    private const int MostDots = 400;

    /// <param name="end">As it was in the end, with the same obstacles; null: nobody carried anything elsewhere. What was is at both
    /// places.</param>
    public static IReadOnlyList<ReportMark> Of(FloorEntry floor, FloorEntry? end = null)
    {
        ArgumentNullException.ThrowIfNull(floor);
        List<ReportMark> marks = [.. floor.Obstacles.Zip(end?.Obstacles ?? floor.Obstacles)
            .SelectMany(one => one.First == one.Second
                ? Row(one.First, one.First.Name)
                : Row(one.First, $"{one.First.Name}, at first").Concat(Row(one.Second, $"{one.Second.Name}, carried here")))];
        if (floor.Bounds is { } its)
        {
            marks.AddRange(Row(its.MinX, its.MinY, its.MaxX, its.MinY, DotM, ""));
            marks.AddRange(Row(its.MaxX, its.MinY, its.MaxX, its.MaxY, DotM, ""));
            marks.AddRange(Row(its.MaxX, its.MaxY, its.MinX, its.MaxY, DotM, ""));
            marks.AddRange(Row(its.MinX, its.MaxY, its.MinX, its.MinY, DotM, ""));
        }

        return marks;
    }

    private static IEnumerable<ReportMark> Row(ObstacleEntry one, string name) =>
        Row(one.FromXM, one.FromYM, one.ToXM, one.ToYM, Math.Max(one.RadiusM, DotM), name);

    private static IEnumerable<ReportMark> Row(double fromX, double fromY, double toX, double toY, double radiusM, string name)
    {
        var steps = Math.Clamp((int)(double.Hypot(toX - fromX, toY - fromY) / Math.Max(radiusM, 0.1)), 0, MostDots);
        for (var k = 0; k <= steps; k++)
        {
            var share = steps == 0 ? 0 : (double)k / steps;
            yield return new ReportMark(
                fromX + (share * (toX - fromX)), fromY + (share * (toY - fromY)), radiusM, k == steps / 2 ? name : "");
        }
    }
}
