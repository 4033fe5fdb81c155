using MultiAgentEdge.Host.Tracking.Bench;

namespace MultiAgentEdge.Tests.Host.Tracking.Bench;

/// <summary>
/// The figures that issue and README promise of 1080p images of a floor of 4 × 4 m, on fewer images; all of them: MAE_LONG=1.
/// </summary>
public sealed class TrackBenchTests
{
    public static bool IsLong => Eyes.AreThere && Environment.GetEnvironmentVariable("MAE_LONG") == "1";

    private static int Frames(int quick, int whole) => IsLong ? whole : quick;

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void Poses_are_good_to_10_mm_and_1_degree_at_95_percent()
    {
        var result = TrackBench.Run(new TrackBenchOptions { Frames = Frames(6, 300), Cameras = Frames(3, 50), Seed = 11 },
            TestContext.Current.CancellationToken);
        Assert.Equal(0, result.FalseIdentities);
        Assert.True(result.PositionErrorsM.Count > 0.8 * result.Drawn, $"{result.PositionErrorsM.Count} of {result.Drawn}");
        Assert.InRange(TrackBenchResult.Percentile(result.PositionErrorsM, 0.95), 0, 0.010);
        Assert.InRange(TrackBenchResult.Percentile(result.HeadingErrorsRad, 0.95), 0, Math.PI / 180);
        // What is said of the error is not less than it is.
        Assert.InRange(result.ErrorOverSigma, 0, 1.2);
    }

    [Fact(Skip = Eyes.Missing, SkipType = typeof(Eyes), SkipUnless = nameof(Eyes.AreThere))]
    public void Noise_and_black_quadrangles_are_nobody()
    {
        var options = new TrackBenchOptions
        {
            Frames = Frames(8, 10_000), Cameras = Frames(2, 100), Rovers = 2, Seed = 12,
                Look = new SceneLook { Decoys = 60, NoiseLevels = 12, BlurPx = 1.2, Blots = 6 },
        };
        Assert.Equal(0, TrackBench.Run(options, TestContext.Current.CancellationToken).FalseIdentities);
    }
}
