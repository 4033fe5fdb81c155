using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Cli.Boards;

namespace MultiAgentEdge.Tests.Host.Boards.Calibrate;

/// <summary>A simulated board whose wheels, track and gyroscope are not what it believes, driven under a simulated camera.</summary>
public sealed class TrackedCalibrationTests
{
    private const int TicksPerRevolution = 360;
    private const double BelievedRatio = 33500.0 / 140000;

    [Fact]
    public void Wrong_wheels_track_and_gyroscope_are_found_to_a_hundredth()
    {
        var found = Calibrate(Truth(0.0352, 0.152), gain: 0.96, new TrackerOptions());

        Assert.Equal(0.0352, found.WheelRadiusM.Value, 0.01 * 0.0352);
        Assert.Equal(0.152, found.TrackWidthM.Value, 0.01 * 0.152);
        Assert.Equal(1 / 0.96, found.GyroScale!.Value.Value, 0.01);
        Assert.All(
            [found.WheelRadiusM, found.TrackWidthM, found.GyroScale.Value],
            figure => Assert.InRange(figure.Sigma / figure.Value, 1e-5, 0.01));
    }

    /// <summary>Whoever takes a deviation at its word is not misled: errors over deviations are of the size of one.</summary>
    [Fact]
    public void With_slip_the_deviations_say_how_wrong_the_figures_are()
    {
        var shares = new List<double>();
        for (ulong seed = 1; seed <= 8; seed++)
        {
            var truth = Truth(0.0325, 0.131);
            (truth.SlipMean, truth.SlipSigma, truth.Seed) = (0.02, 0.04, seed);
            (truth.LeftRadiusFactor, truth.RightRadiusFactor) = (0.99, 1.01);
            var found = Calibrate(truth, gain: 1.03, new TrackerOptions { Seed = seed });
            // What a rover counts its way by is the radius that is left of it after the mean slip; the track has no part in that.
            shares.Add((found.WheelRadiusM.Value - (0.0325 * 0.98)) / found.WheelRadiusM.Sigma);
            shares.Add((found.TrackWidthM.Value - 0.131) / found.TrackWidthM.Sigma);
            shares.Add((found.GyroScale!.Value.Value - (1 / 1.03)) / found.GyroScale.Value.Sigma);
        }

        Assert.All(shares, share => Assert.InRange(share, -4, 4));
        Assert.InRange(Math.Sqrt(shares.Average(share => share * share)), 0.5, 1.6);
    }

    [Fact]
    public void Without_a_gyroscope_the_wheels_are_found_all_the_same()
    {
        using var board = new SimulatedBoard(truth: Truth(0.0352, 0.152));
        var found = TrackedCalibration.Of(Drive(board, new TrackerOptions()), TicksPerRevolution, BelievedRatio);
        Assert.Null(found.GyroScale);
        Assert.Equal(0.152, found.TrackWidthM.Value, 0.01 * 0.152);
    }

    public static TheoryData<string, TrackerOptions> BadTrackers => new()
    {
        { "times in a rest", new TrackerOptions { RateHz = 4 } },
        { "times in a rest", new TrackerOptions { HasHeading = false } },
        { "scatter", new TrackerOptions { SigmaM = 0.08 } },
        { "scatter", new TrackerOptions { OutlierShare = 0.8 } },
        { "at rest moves", new TrackerOptions { WanderM = 0.06 } },
    };

    [Theory]
    [MemberData(nameof(BadTrackers))]
    public void A_bad_tracker_is_refused_and_said_why(string why, TrackerOptions tracker)
    {
        var error = Assert.Throws<BoardException>(() => Calibrate(Truth(0.0335, 0.14), 1, tracker));
        Assert.Equal(BoardFault.Tracker, error.Fault);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tracker_that_goes_blind_ends_the_drive_with_the_leg()
    {
        using var board = new SimulatedBoard(truth: Truth(0.0335, 0.14));
        var rests = 0;
        TrackerWatch Eye(TrackerWatch watch) => time => ++rests > 5 ? [] : watch(time);
        var error = Assert.Throws<BoardException>(() => Drive(board, new TrackerOptions(), Eye));
        Assert.Equal((BoardFault.Tracker, 6), (error.Fault, rests));
        Assert.Equal(0, board.Body.SpeedMS, 0.01);
    }

    [Fact]
    public void Legs_that_contradict_each_other_are_no_calibration()
    {
        using var board = new SimulatedBoard(truth: Truth(0.0335, 0.14));
        var legs = Drive(board, new TrackerOptions())
            .Select((leg, i) => leg with { To = leg.To with { XM = leg.To.XM + (i % 4 < 2 ? 0.1 : -0.1) } });
        var error = Assert.Throws<BoardException>(() => TrackedCalibration.Of([.. legs], TicksPerRevolution, BelievedRatio));
        Assert.Equal(BoardFault.Tracker, error.Fault);
        Assert.Contains("standard deviation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_legs_are_no_calibration()
    {
        using var board = new SimulatedBoard(truth: Truth(0.0335, 0.14));
        var legs = Drive(board, new TrackerOptions());
        var error = Assert.Throws<BoardException>(() => TrackedCalibration.Of([.. legs.Take(9)], TicksPerRevolution, BelievedRatio));
        Assert.Equal(BoardFault.Implausible, error.Fault);
    }

    private static TrackedCalibration Calibrate(DifferentialDriveOptions truth, double gain, TrackerOptions tracker)
    {
        using var board = new SimulatedBoard(truth: truth, wiring: new SimulatedWiring { GyroscopeGain = gain });
        return TrackedCalibration.Of(Drive(board, tracker), TicksPerRevolution, BelievedRatio);
    }

    private static IReadOnlyList<DrivenLeg> Drive(
        SimulatedBoard board, TrackerOptions tracker, Func<TrackerWatch, TrackerWatch>? eye = null)
    {
        using var camera = TrackerEye.Of(board, tracker);
        TrackerWatch watch = camera.Watch;
        var began = board.Now;
        var legs = new TrackedDrive(
            new BoardConsoleClient(board, TimeSpan.FromSeconds(3)), board, eye is null ? watch : eye(watch), 120, _ => { }).Run();
        Assert.InRange((board.Now - began).TotalSeconds, 40, 90);
        return legs;
    }

    private static DifferentialDriveOptions Truth(double radiusM, double trackM) => new()
    {
        Nominal = new DifferentialDriveGeometry { WheelRadiusM = radiusM, TrackWidthM = trackM },
        LeftRadiusFactor = 1,
        RightRadiusFactor = 1,
        SlipMean = 0,
        SlipSigma = 0,
    };
}
