using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Tracking;
using MultiAgentEdge.Host.Tracking.Poses;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Host.Tracking.Sources;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Where the rovers are, seen from outside: by a camera over the floor, or as another tracker says.</summary>
public sealed class TrackVerb : Verb
{
    private readonly Option<string?> images = new("--images") { Description = "Measure the images of a folder (or one): no fleet, no broker, each image for itself", HelpName = "DIR" };
    private readonly TrackOptions track = new();
    private readonly FleetOptions fleet = new();

    public override string Name => "track";

    public override string Summary => "See where the rovers are, by markers under a camera or as another tracker says.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae track --images photos --json", "poses in every image of a folder; markers 0 to 3 at the corners of a floor of 4 x 4 m"),
        ("mae track --images photos --floor-m 3x2.5 --rover-height-m 0.12 --lens camera.yaml", "another floor, markers on top of rovers, a calibrated lens"),
    ];

    public override bool IsGroup => false;

    public override IEnumerable<Symbol> Symbols => [images, .. track.Symbols, .. fleet.Symbols];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        if (parse.GetValue(images) is not { } folder)
            throw new MaeException(ExitCode.Usage, "MAE002", "Nothing says where to look.", "Name one: --images DIR.");
        return Task.FromResult(Measure(parse, context, folder));
    }

    private VerbResult Measure(ParseResult parse, VerbContext context, string folder)
    {
        var files = ImageFolder.List(folder);
        var setup = track.Load(parse, Directory.Exists(folder) ? folder : Path.GetDirectoryName(folder));
        if (setup.Rovers is null && parse.GetResult(fleet.Fleet) is not null)
            setup = setup.With(fleet.Load(parse).Rovers.Select(rover => rover.Name));
        var run = new ImageRun(setup);
        run.Measure(files, context.Cancellation);
        ImageReport.Show(context.Console, run);
        var without = run.Images.Count(image => image.Poses.Count == 0);
        return new VerbResult(ImageReport.Json(run), without == 0 ? ExitCode.Ok : without < run.Images.Count ? ExitCode.Partial : ExitCode.Failed);
    }
}
