using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions;

/// <summary>What stands on a floor, as marks of a replay: discs at their true size, walls and bounds as rows of dots.</summary>
public static class FloorMarks
{
    private const double DotM = 0.02;
    private const int MostDots = 400;

    public static IReadOnlyList<ReportMark> Of(FloorEntry floor)
    {
        ArgumentNullException.ThrowIfNull(floor);
        List<ReportMark> marks = [.. floor.Obstacles.SelectMany(
            one => Row(one.FromXM, one.FromYM, one.ToXM, one.ToYM, Math.Max(one.RadiusM, DotM), one.Name))];
        if (floor.Bounds is { } its)
        {
            marks.AddRange(Row(its.MinX, its.MinY, its.MaxX, its.MinY, DotM, ""));
            marks.AddRange(Row(its.MaxX, its.MinY, its.MaxX, its.MaxY, DotM, ""));
            marks.AddRange(Row(its.MaxX, its.MaxY, its.MinX, its.MaxY, DotM, ""));
            marks.AddRange(Row(its.MinX, its.MaxY, its.MinX, its.MinY, DotM, ""));
        }

        return marks;
    }

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
