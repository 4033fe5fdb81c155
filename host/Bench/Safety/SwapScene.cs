using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>One swap: where each rover starts and goes, at which period and speed.</summary>
/// <param name="Starts">x, y, m; heading, rad.</param>
/// <param name="Goals">x, y, m.</param>
public sealed record SwapScene(
    double PeriodS,
    double SpeedMS,
    IReadOnlyList<(double XM, double YM, double HeadingRad)> Starts,
    IReadOnlyList<(double XM, double YM)> Goals)
{
    /// <summary>Radius of the circle of antipodal swaps, m.</summary>
    public const double CircleM = 1.0;

    private const double HalfSquareM = 1.5;
    private const double ApartM = 0.5;

    /// <summary>Draws a scene: periods of 0.1 to 0.25 s, speeds of 0.3 to 0.6 m/s.</summary>
    public static SwapScene Draw(int agents, SwapKind kind, Xoshiro256 random)
    {
        var periodS = random.NextUniform(0.1, 0.25);
        var speedMS = random.NextUniform(0.3, 0.6);
        var turn = random.NextUniform(0, 2 * Math.PI);
        var isCircle = kind == SwapKind.Antipodal;
        var all = Enumerable.Range(0, agents);
        var starts = isCircle
            ? [.. all.Select(i => OnCircle(turn, i, agents, random.NextUniform(0.98, 1.02), random.NextUniform(-0.02, 0.02)))]
            : Scatter(agents, random);
        var goals = isCircle ? [.. all.Select(i => OnCircle(turn + Math.PI, i, agents, 1, 0))] : Scatter(agents, random);
        return new SwapScene(periodS, speedMS, [.. starts.Select(at => (at.X, at.Y, random.NextUniform(-Math.PI, Math.PI)))], goals);
    }

    private static (double X, double Y) OnCircle(double turn, int i, int agents, double share, double off)
    {
        var (sin, cos) = Math.SinCos(turn + (2 * Math.PI * i / agents) + off);
        return (CircleM * share * cos, CircleM * share * sin);
    }

    private static (double X, double Y)[] Scatter(int agents, Xoshiro256 random)
    {
        var places = new (double X, double Y)[agents];
        for (var i = 0; i < agents; i++)
        {
            // Where there is no room at this distance, a little less will do.
            var apart = ApartM;
            do
            {
                places[i] = (random.NextUniform(-HalfSquareM, HalfSquareM), random.NextUniform(-HalfSquareM, HalfSquareM));
                apart *= 0.9995;
            }
            while (places.Take(i).Any(other => double.Hypot(places[i].X - other.X, places[i].Y - other.Y) < apart));
        }

        return places;
    }
}
