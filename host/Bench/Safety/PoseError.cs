using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>What a rover that is tracked is wrong by: 7 mm that wander within a second, 5 mm anew in every period, 0.6 degrees.</summary>
internal sealed class PoseError(Xoshiro256 random)
{
    /// <summary>What a rover says of it: its standard deviation in each axis, m.</summary>
    public const double SaidM = 0.01;

    private const double WanderM = 0.007;
    private const double WhiteM = 0.005;
    private const double HeadingSigmaRad = 0.01;
    private const double WanderS = 1.0;
    private double x = WanderM * random.NextGaussian();
    private double y = WanderM * random.NextGaussian();

    public double XM { get; private set; }

    public double YM { get; private set; }

    public double HeadingRad { get; private set; } = HeadingSigmaRad * random.NextGaussian();

    public void Step(double periodS)
    {
        var kept = Math.Exp(-periodS / WanderS);
        var fresh = Math.Sqrt(1 - (kept * kept));
        x = (kept * x) + (fresh * WanderM * random.NextGaussian());
        y = (kept * y) + (fresh * WanderM * random.NextGaussian());
        HeadingRad = (kept * HeadingRad) + (fresh * HeadingSigmaRad * random.NextGaussian());
        XM = x + (WhiteM * random.NextGaussian());
        YM = y + (WhiteM * random.NextGaussian());
    }
}
