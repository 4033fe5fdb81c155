using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Tracking.Bench;
using MultiAgentEdge.Host.Tracking.Markers;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>The camera tracker on drawn images: how far off, how often wrong, how fast.</summary>
public sealed class BenchTrackVerb : Verb
{
    private readonly Option<int?> frames = NumberOption.Int("--frames", "Images to draw and look at (default 60)", 1, 1_000_000);
    private readonly Option<int?> cameras =
        NumberOption.Int("--cameras", "Places of the camera, which share the images (default 6)", 1, 1000);
    private readonly Option<int?> rovers = NumberOption.Int("--rovers", "Rovers on the floor (default 8)", 0, 30);
    private readonly Option<int?> seed = NumberOption.Int("--seed", "Of places, lenses and noise (default 1)", 0, int.MaxValue);
    private readonly Option<double?> height = NumberOption.Double("--rover-height-m", "Of the rovers' markers (default 0.1)", 0, 1, "M");
    private readonly Option<double?> marker = NumberOption.Double("--marker-m", "Side of the black squares (default 0.16)", 0.05, 1, "M");
    private readonly Option<double?> blur = NumberOption.Double("--blur-px", "Standard deviation of the blur (default 0.8)", 0, 10, "PX");
    private readonly Option<double?> noise =
        NumberOption.Double("--noise-levels", "Standard deviation of the noise, of 255 grey levels (default 5)", 0, 100, "N");
    private readonly Option<int?> decoys = NumberOption.Int("--decoys", "Black quadrangles that are no markers (default 6)", 0, 200);
    private readonly Option<int?> blots = NumberOption.Int("--blots", "Grey blots anywhere before the floor (default 2)", 0, 200);
    private readonly Option<string?> family =
        new("--family") { Description = "Family of the markers (default apriltag-36h11)", HelpName = "NAME" };
    private readonly Option<bool> uncalibrated = new("--uncalibrated") { Description = "Do not tell the tracker the lens" };
    private readonly Option<bool> standing =
        new("--standing") { Description = "The tracker knows that the camera stands; else each image is for itself" };

    public override string Name => "track";

    public override string Summary => "Draw floors of 4 x 4 m with rovers in known places, and measure what mae track sees.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench track", "errors, identities and speed on 60 images of 1920 x 1080"),
        ("mae bench track --frames 10000 --decoys 40 --noise-levels 12", "many chances to take something for a marker"),
        ("mae bench track --uncalibrated --rover-height-m 0", "what a lens nobody calibrated costs"),
    ];

    public override IEnumerable<Symbol> Symbols =>
        [frames, cameras, rovers, seed, height, marker, blur, noise, decoys, blots, family, uncalibrated, standing];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var look = new SceneLook();
        var options = new TrackBenchOptions();
        options = options with
        {
            Frames = parse.GetValue(frames) ?? options.Frames,
            Cameras = Math.Min(parse.GetValue(cameras) ?? options.Cameras, parse.GetValue(frames) ?? options.Frames),
            Rovers = parse.GetValue(rovers) ?? options.Rovers,
            Seed = (ulong)(parse.GetValue(seed) ?? 1),
            RoverHeightM = parse.GetValue(height) ?? options.RoverHeightM,
            MarkerM = parse.GetValue(marker) ?? options.MarkerM,
            Family = parse.GetValue(family) is { } name ? MarkerFamily.Of(TrackOptions.FamilyOf(name)) ?? options.Family : options.Family,
            IsCalibrated = !parse.GetValue(uncalibrated),
            IsByItself = !parse.GetValue(standing),
            Look = look with
            {
                BlurPx = parse.GetValue(blur) ?? look.BlurPx, NoiseLevels = parse.GetValue(noise) ?? look.NoiseLevels,
                Decoys = parse.GetValue(decoys) ?? look.Decoys, Blots = parse.GetValue(blots) ?? look.Blots,
            },
        };
        var result = TrackBench.Run(options, context.Cancellation);
        var json = Json(options, result);
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Frames} images of {options.WidthPx} x {options.HeightPx}, {options.Family.Name}: {result.PositionErrorsM.Count} of "
            + $"{result.Drawn} rovers seen, {result.FalseIdentities} false identities. "
            + $"95 % within {1000 * (double?)json["position_p95_m"]:0.00} mm and "
            + $"{180 / Math.PI * (double?)json["heading_p95_rad"]:0.00} degrees. "
            + $"{result.FramesPerS:0.0} images a second ({result.ProcessorMsPerFrame:0} ms of processors each)."));
        return Task.FromResult(new VerbResult(json));
    }

    private static JsonObject Json(TrackBenchOptions options, TrackBenchResult result) => new()
    {
        ["seed"] = options.Seed,
        ["frames"] = options.Frames,
        ["family"] = options.Family.Name,
        ["rovers_drawn"] = result.Drawn,
        ["rovers_seen"] = result.PositionErrorsM.Count,
        ["position_p50_m"] = JsonText.Number(TrackBenchResult.Percentile(result.PositionErrorsM, 0.5)),
        ["position_p95_m"] = JsonText.Number(TrackBenchResult.Percentile(result.PositionErrorsM, 0.95)),
        ["position_max_m"] = JsonText.Number(TrackBenchResult.Percentile(result.PositionErrorsM, 1)),
        ["heading_p95_rad"] = JsonText.Number(TrackBenchResult.Percentile(result.HeadingErrorsRad, 0.95)),
        ["heading_max_rad"] = JsonText.Number(TrackBenchResult.Percentile(result.HeadingErrorsRad, 1)),
        ["error_over_sigma_rms"] = result.ErrorOverSigma,
        ["false_identities"] = result.FalseIdentities,
        ["frames_without_floor"] = result.FramesWithoutFloor,
        ["frames_per_s"] = result.FramesPerS,
        ["processor_ms_per_frame"] = result.ProcessorMsPerFrame,
    };
}
