using System.CommandLine;
using System.Globalization;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Bench;
using MultiAgentEdge.Host.Commands;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>The board's pose filter against the truth of a simulation.</summary>
public sealed class BenchPoseVerb : Verb
{
    private readonly Option<int?> seed = NumberOption.Int("--seed", "Seed of the first rover (default 1)", 0, int.MaxValue);
    private readonly Option<double?> rate = NumberOption.Double(
        "--rate", "Poses a second from the tracker; 0 for none (default 10)", 0, 1000, "HZ");
    private readonly Option<double?> latency = NumberOption.Double("--latency-ms", "From exposure to arrival (default 50)", 0, 1000, "MS");
    private readonly Option<bool> noGyro = new("--no-gyro") { Description = "Wheels alone tell the yaw rate" };
    private readonly Option<double?> dropout = NumberOption.Double(
        "--dropout", "Seconds of every 40 without the tracker (default 0)", 0, 40, "S");
    private readonly Option<double?> outliers = NumberOption.Double(
        "--outliers", "Share of poses that are anywhere (default 0)", 0, 1, "SHARE");
    private readonly Option<double?> swap = NumberOption.Double(
        "--swap", "Seconds of every 40 under another rover's name (default 0)", 0, 40, "S");
    private readonly Option<double?> jitter = NumberOption.Double(
        "--jitter-ms", "Mean of the latency's random part (default 5)", 0, 1000, "MS");
    private readonly Option<double?> sigma = NumberOption.Double(
        "--sigma-mm", "Standard deviation of the tracker's positions (default 5)", 0, 10_000, "MM");
    private readonly Option<double?> wander = NumberOption.Double(
        "--wander-mm", "Slow error of the tracker's positions (default 0)", 0, 10_000, "MM");
    private readonly Option<bool> positionOnly = new("--position-only") { Description = "The tracker sees no heading, as radio does not" };
    private readonly Option<bool> ignoreDelay = new("--ignore-delay")
    {
        Description = "Take every pose for one of the moment it comes: what the delay costs",
    };
    private readonly Option<double?> carry = NumberOption.Double(
        "--carry", "Seconds between being carried away by hand; 0 for never (default 0)", 0, 600, "S");
    private readonly Option<int?> runs = NumberOption.Int("--runs", "Rovers, each with a seed of its own (default 10)", 1, 10_000);
    private readonly Option<double?> seconds = NumberOption.Double("--seconds", "Length of each run (default 600)", 20, 100_000, "SECONDS");

    public override string Name => "pose";

    public override string Summary =>
        "Drive the board's pose filter on simulated wheels that slip, a gyro and a late tracker, and compare with the truth.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench pose", "ten rovers for ten minutes each, with a camera at 10 Hz"),
        ("mae bench pose --rate 5 --latency-ms 200 --no-gyro --json", "a slow tracker and wheels alone, figures for a script"),
        ("mae bench pose --rate 0 --seconds 60", "without a tracker: what wheels and gyro reach in a minute"),
    ];

    public override IEnumerable<Symbol> Symbols =>
        [seed, rate, latency, noGyro, dropout, outliers, swap, jitter, sigma, wander, positionOnly, ignoreDelay, carry, runs, seconds];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var standard = new TrackerOptions();
        var hertz = parse.GetValue(rate) ?? standard.RateHz;
        var sees = hertz > 0
            ? standard with
            {
                RateHz = hertz,
                LatencyS = (parse.GetValue(latency) ?? 1000 * standard.LatencyS) / 1000,
                JitterS = (parse.GetValue(jitter) ?? 1000 * standard.JitterS) / 1000,
                SigmaM = (parse.GetValue(sigma) ?? 1000 * standard.SigmaM) / 1000,
                WanderM = (parse.GetValue(wander) ?? 0) / 1000,
                DropoutS = parse.GetValue(dropout) ?? 0,
                OutlierShare = parse.GetValue(outliers) ?? 0,
                SwapS = parse.GetValue(swap) ?? 0,
                HasHeading = !parse.GetValue(positionOnly),
            }
            : null;
        var options = new PoseBenchOptions
        {
            Seed = (ulong)(parse.GetValue(seed) ?? 1),
            Tracker = sees,
            HasGyro = !parse.GetValue(noGyro),
            KnowsDelay = !parse.GetValue(ignoreDelay),
            CarryEveryS = parse.GetValue(carry) ?? 0,
            Runs = parse.GetValue(runs) ?? 10,
            Seconds = parse.GetValue(seconds) ?? 600,
        };
        var result = PoseBench.Run(options, context.Cancellation);
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"position {1000 * result.PositionRmsM:0.0} mm rms, {1000 * result.PositionMaxM:0} mm at most; "
            + $"heading {180 / Math.PI * result.HeadingRmsRad:0.00}° rms; NEES {result.NeesMean:0.00} (3 is honest)"));
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"by counting alone {result.OdometryRmsM:0.00} m and {180 / Math.PI * result.OdometryHeadingRmsRad:0}°; "
            + $"{result.Taken} poses taken, {result.Refused} refused, started anew {result.StartedAnew} times"));
        return Task.FromResult(new VerbResult(result.ToJson(options)));
    }
}
