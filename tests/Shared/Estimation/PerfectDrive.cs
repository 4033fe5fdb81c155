using MultiAgentEdge.Estimation;

namespace MultiAgentEdge.Tests.Shared.Estimation;

/// <summary>A rover whose wheels and gyro tell the truth, in wheel periods of 20 ms, with a filter on board and a tracker's clock that is
/// 7 s behind.</summary>
internal sealed class PerfectDrive(PoseOptions? options = null)
{
    public const double StepS = 0.02;
    public const double TrackM = 0.14;
    private const long ClockUs = -7_000_000;
    private readonly List<(double X, double Y, double Heading)> past = [];

    public PoseFilter Filter { get; } = new(options ?? new PoseOptions());

    public double X { get; set; }

    public double Y { get; set; }

    public double Heading { get; set; }

    public long NowUs { get; private set; }

    public double BiasRadS { get; init; }

    public double ErrorM => Math.Sqrt(((Filter.XM - X) * (Filter.XM - X)) + ((Filter.YM - Y) * (Filter.YM - Y)));

    public double ErrorRad => Math.Abs(Math.IEEERemainder(Filter.HeadingRad - Heading, 2 * Math.PI));

    public PerfectDrive Step(double speedMS, double yawRateRadS, int steps = 1, double slipLeft = 0, bool gyro = true)
    {
        for (var i = 0; i < steps; i++)
        {
            var middle = Heading + (0.5 * yawRateRadS * StepS);
            X += speedMS * Math.Cos(middle) * StepS;
            Y += speedMS * Math.Sin(middle) * StepS;
            Heading += yawRateRadS * StepS;
            NowUs += 20_000;
            var half = 0.5 * yawRateRadS * TrackM;
            Filter.Step(
                ((speedMS - half) * StepS) + (slipLeft * StepS), (speedMS + half) * StepS, gyro ? yawRateRadS + BiasRadS : double.NaN,
                StepS, NowUs);
            past.Add((X, Y, Heading));
        }

        return this;
    }

    /// <summary>The tracker says where the rover was so many steps ago; it comes now.</summary>
    public PoseStatus See(
        int ago = 2, double dx = 0, double dy = 0, double turn = 0, double sigmaM = 0.005, double sigmaRad = 0.0175, int source = 1,
        bool heading = true)
    {
        var was = past[^(1 + ago)];
        return Filter.Measure(
            NowUs - (ago * 20_000L) + ClockUs, NowUs, was.X + dx, was.Y + dy, heading ? was.Heading + turn : double.NaN, sigmaM,
            sigmaRad, source);
    }

    /// <summary>Drives with a tracker that sees it every fifth step.</summary>
    public PerfectDrive Tracked(double speedMS, double yawRateRadS, double seconds, int ago = 2, bool heading = true)
    {
        for (var i = 0; i < (int)Math.Round(seconds * 10); i++)
        {
            Step(speedMS, yawRateRadS, 5);
            See(ago, heading: heading);
        }

        return this;
    }
}
