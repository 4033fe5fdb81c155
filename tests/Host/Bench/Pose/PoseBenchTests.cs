using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Bench;

namespace MultiAgentEdge.Tests.Host.Bench.Pose;

public sealed class PoseBenchTests
{
    /// <summary>Figures of a prototype with slip, encoders, gyro and a camera of 5 mm and 1°, ten rovers for ten minutes; ours may be half
    /// as much more. Four of five minutes each are enough to see it, on a seed that nothing was tuned on.</summary>
    [Theory]
    [InlineData(30, 0.0036, 0.12)]
    [InlineData(10, 0.0047, 0.16)]
    [InlineData(5, 0.0056, 0.19)]
    [InlineData(2, 0.0078, 0.24)]
    [InlineData(1, 0.0099, 0.27)]
    public void A_camera_at_any_rate_holds_it(double rateHz, double positionM, double headingDegrees)
    {
        var result = Run(new TrackerOptions { RateHz = rateHz });

        Assert.InRange(result.PositionRmsM, 0, 1.5 * positionM);
        Assert.InRange(result.HeadingRmsRad * 180 / Math.PI, 0, 1.5 * headingDegrees);
        Assert.InRange(result.NeesMean, 1, 4);
        Assert.Equal(1, result.PlacedShare);
    }

    [Theory]
    [InlineData(0.02, 0.0030)]
    [InlineData(0.1, 0.0037)]
    [InlineData(0.2, 0.0046)]
    public void A_delay_that_nobody_told_costs_little(double latencyS, double positionM)
    {
        var result = Run(new TrackerOptions { RateHz = 30, LatencyS = latencyS });

        Assert.InRange(result.PositionRmsM, 0, 1.5 * positionM);
        Assert.Equal(latencyS, result.LatencyMeanS, 0.01);
    }

    [Fact]
    public void A_delay_that_is_ignored_costs_much()
    {
        var options = new PoseBenchOptions { Runs = 2, Seconds = 120, KnowsDelay = false,
            Tracker = new TrackerOptions { RateHz = 30, LatencyS = 0.2 } };

        Assert.True(PoseBench.Run(options, CancellationToken.None).PositionRmsM > 3 * Run(options.Tracker).PositionRmsM);
    }

    [Theory]
    [InlineData(1, 0.0047)]
    [InlineData(5, 0.0072)]
    [InlineData(30, 0.033)]
    public void Dropouts_are_bridged(double seconds, double positionM) =>
        Assert.InRange(Run(new TrackerOptions { DropoutS = seconds }).PositionRmsM, 0, 1.5 * positionM);

    [Theory]
    [InlineData(0.05, 0.0050)]
    [InlineData(0.2, 0.0058)]
    public void Outliers_are_kept_out(double share, double positionM) =>
        Assert.InRange(Run(new TrackerOptions { OutlierShare = share }).PositionRmsM, 0, 1.5 * positionM);

    [Fact]
    public void Radio_without_headings_is_no_worse_than_its_error() =>
        Assert.InRange(Run(new TrackerOptions { SigmaM = 0.08, WanderM = 0.04, HasHeading = false }).PositionRmsM, 0, 1.5 * 0.062);

    [Fact]
    public void Carried_away_it_is_back_in_seconds()
    {
        var result = PoseBench.Run(new PoseBenchOptions { Runs = 4, Seconds = 300, Seed = 77, CarryEveryS = 40 }, CancellationToken.None);

        Assert.InRange(result.StartedAnew, 20, 60);
        Assert.InRange(result.RecoveryMaxS, 0.1, 8);
    }

    [Fact]
    public void A_seed_is_a_run()
    {
        var options = new PoseBenchOptions { Runs = 1, Seconds = 30 };
        double Once(ulong seed) => PoseBench.Run(options with { Seed = seed }, CancellationToken.None).PositionRmsM;
        Assert.Equal(Once(1), Once(1));
        Assert.NotEqual(Once(1), Once(2));
    }

    private static PoseBenchResult Run(TrackerOptions tracker) =>
        PoseBench.Run(new PoseBenchOptions { Runs = 4, Seconds = 300, Seed = 20261130, Tracker = tracker }, CancellationToken.None);
}
