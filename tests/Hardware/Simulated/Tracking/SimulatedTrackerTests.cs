using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Hardware.Simulated.Tracking;

public sealed class SimulatedTrackerTests
{
    private static readonly TrackerOptions Exact = new() { SigmaM = 0, SigmaRad = 0, JitterS = 0, ClockDriftPpm = 0, ClockOffsetUs = 0 };

    [Fact]
    public void It_sees_at_its_rate_and_says_so_after_its_latency()
    {
        var seen = Run(Exact with { RateHz = 10, LatencyS = 0.07 }, 10, 1);

        Assert.Equal(100, seen.Count);
        Assert.All(seen, one => Assert.Equal(70_000, one.ArrivalUs - one.StampUs));
        Assert.All(seen, one => Assert.Equal(one.StampUs * 1e-6, one.Pose.XM, 1e-9));
    }

    [Fact]
    public void Noise_has_the_size_it_claims()
    {
        var seen = Run(Exact with { SigmaM = 0.005, SigmaRad = 0.02, RateHz = 100 }, 100, 1);

        Assert.Equal(0.005, Math.Sqrt(seen.Average(one => Math.Pow(one.Pose.YM, 2))), 0.0002);
        Assert.Equal(0.02, Math.Sqrt(seen.Average(one => Math.Pow(one.Pose.HeadingRad, 2))), 0.001);
    }

    [Fact]
    public void Dropouts_outliers_misses_and_swaps_come_as_often_as_asked()
    {
        Assert.InRange(Run(Exact with { DropoutS = 5 }, 40, 1).Count, 349, 351);
        Assert.InRange(Run(Exact with { MissShare = 0.3 }, 100, 1).Count, 650, 750);
        Assert.InRange(Run(Exact with { OutlierShare = 0.2 }, 100, 1).Count(one => Math.Abs(one.Pose.YM) > 0.01), 150, 250);
        var swapped = Run(Exact with { SwapS = 4 }, 40, 2).Where(one => one.Rover == 0 && one.Pose.YM == 1).ToList();
        Assert.InRange(swapped.Count, 38, 41);
        Assert.InRange(swapped[0].StampUs, 18_000_000, 18_200_000);
    }

    [Fact]
    public void Its_clock_is_its_own_and_nothing_overtakes()
    {
        var seen = Run(Exact with { ClockOffsetUs = 5_000_000, ClockDriftPpm = 1000, JitterS = 0.2, RateHz = 50 }, 10, 1);

        Assert.InRange(seen[0].StampUs - 5_000_000, 20_018, 20_021);
        Assert.All(
            seen.Zip(seen.Skip(1)),
            pair => Assert.True(pair.First.ArrivalUs <= pair.Second.ArrivalUs && pair.First.StampUs < pair.Second.StampUs));
    }

    [Fact]
    public void Radio_sees_no_heading() =>
        Assert.All(Run(Exact with { HasHeading = false }, 1, 1), one => Assert.True(double.IsNaN(one.Pose.HeadingRad)));

    [Fact]
    public void The_same_seed_sees_the_same() =>
        Assert.Equal(
            Run(new TrackerOptions { OutlierShare = 0.1, WanderM = 0.05 }, 10, 2),
            Run(new TrackerOptions { OutlierShare = 0.1, WanderM = 0.05 }, 10, 2));

    /// <summary>Rovers that drive along x at 1 m/s, one metre apart.</summary>
    private static List<Sighting> Run(TrackerOptions options, double seconds, int rovers)
    {
        var tracker = new SimulatedTracker(options, rovers);
        var seen = new List<Sighting>();
        while (tracker.NextExposureUs <= seconds * 1e6)
            tracker.Expose([.. Enumerable.Range(0, rovers).Select(i => new TruePose(tracker.NextExposureUs * 1e-6, i, 0))]);
        while (tracker.TryTake(long.MaxValue, out var one))
            seen.Add(one);
        return seen;
    }
}
