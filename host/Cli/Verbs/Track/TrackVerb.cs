using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Live;
using MultiAgentEdge.Host.Tracking.Poses;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Host.Tracking.Sources;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>
/// Where the rovers are, seen from outside: by a camera over the floor, or as another tracker says; checked, and handed on to them.
/// </summary>
public sealed class TrackVerb : Verb
{
    private readonly Option<string?> images =
        new("--images") { Description = "Measure the images of a folder (or one): no fleet, no broker, nothing is handed on",
        HelpName = "DIR" };
    private readonly Option<string?> video =
        new("--video") { Description = "Measure a video of a camera that stands; nothing is handed on", HelpName = "FILE" };
    private readonly Option<int?> camera = NumberOption.Int("--camera", "Look through camera N (0 is /dev/video0)", 0, 99);
    private readonly Option<bool> stdin =
        new("--stdin") { Description =
        "Poses of another tracker on standard input, a line of JSON each: {\"rover\": \"rover-1\", \"x_m\": 1, \"y_m\": 2, "
        + "\"heading_rad\": 0, \"stamp_us\": 5000}" };
    private readonly Option<int?> udp = NumberOption.Int("--udp", "The same on a UDP port (0: any free one)", 0, 65535);
    private readonly Option<string?> bind =
        new("--bind") { Description = "Address to listen on for --udp (default 127.0.0.1: whoever reaches it places rovers)",
        HelpName = "ADDRESS" };
    private readonly Option<bool> topic = new("--topic") { Description = "The same on the broker, on mae/1/FLEET/ROVER/pose/json" };
    private readonly Option<string?> record =
        new("--record") { Description = "Write the poses taken to a file, as --stdin reads them", HelpName = "FILE" };
    private readonly TrackOptions track = new();
    private readonly FleetOptions fleet = new();

    public override string Name => "track";

    public override string Summary => "See where the rovers are, by markers under a camera or as another tracker says, and tell them.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae track --images photos --json", "poses in every image of a folder; markers 0 to 3 at the corners of a floor of 4 x 4 m"),
        ("mae track --images photos --floor-m 3x2.5 --rover-height-m 0.12 --lens camera.yaml",
            "another floor, markers on top of rovers, a calibrated lens"),
        ("mae track --camera 0 --fleet fleet.yaml --broker 127.0.0.1:1883", "tell the rovers of a fleet where they are, until Ctrl-C"),
        ("motion-capture-bridge | mae track --stdin --broker 127.0.0.1:1883", "what another tracker says, checked"),
        ("mae track --udp 7000", "the same from a port of this machine; nothing is handed on without a broker"),
    ];

    public override bool IsGroup => false;

    public override IReadOnlyList<Verb> Children { get; } = [new TrackMarkersVerb(), new TrackCalibrateVerb()];

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols =>
        [images, video, camera, stdin, udp, bind, topic, record, .. track.Symbols, .. fleet.Symbols];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        Option[] sources = [images, video, camera, stdin, udp, topic];
        var named = sources.Where(option => parse.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
        if (named.Count != 1)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE002", named.Count == 0
                    ? "Nothing says where poses come from." : $"{string.Join(" and ", named)} exclude each other.",
                $"Name one of {string.Join(", ", sources.Select(option => option.Name))}.");
        }

        return Task.FromResult(parse.GetValue(images) is { } folder ? Measure(parse, context, folder) : Follow(parse, context));
    }

    private VerbResult Measure(ParseResult parse, VerbContext context, string folder)
    {
        var files = ImageFolder.List(folder);
        var setup = Setup(parse, Directory.Exists(folder) ? folder : Path.GetDirectoryName(folder), IsFleetNamed(parse)
            ? fleet.Load(parse) : null);
        var run = new ImageRun(setup) { IsTimeUp = () => IsTimeUp(context) };
        run.Measure(files, context.Cancellation);
        ImageReport.Show(context.Console, run);
        var without = run.Images.Count(image => image.Poses.Count == 0);
        var code = run.Images.Count < files.Count ? ExitCode.Timeout : without == 0 ? ExitCode.Ok : without < run.Images.Count
            ? ExitCode.Partial : ExitCode.Failed;
        return new VerbResult(ImageReport.Json(run), code);
    }

    private VerbResult Follow(ParseResult parse, VerbContext context)
    {
        // The fleet of a broker, or one that is named, says which rovers there are; else any name will do, and nobody is told.
        var file = IsFleetNamed(parse) || parse.GetValue(topic) ? fleet.Load(parse) : null;
        var isOfThePast = parse.GetResult(video) is { Implicit: false };
        var tells = file?.Broker.Host is not null && !isOfThePast;
        if (parse.GetValue(topic) && !tells)
            throw new MaeException(ExitCode.Usage, "MAE002", "--topic listens to a broker, and none is named.",
                "Add --broker HOST, or a fleet file with one.");
        var setup = Setup(parse, null, file);
        var path = parse.GetValue(record);
        if (path is not null)
            OutputFile.RefuseExisting($"rm {path}", path);
        using var source = Source(parse, setup, file, context);
        using var link = tells ? FleetLink.Connect(file!, Name, context.Timeout) : null;
        PoseRecord? kept = null;
        if (path is not null)
            TrackFile.Write(path, (name, _) => kept = new PoseRecord(name), 0);
        using var keeping = kept;
        var frames = link is null ? null : new PoseFrames(link);
        using var ear = tells ? new FleetEar(Connect(file!, context), file!.Fleet) : null;
        var gate = new PoseGate(file?.Rovers.Select(rover => rover.Name).ToHashSet(), ear?.Word);
        var live = new LiveTrack(gate, context.Error.WriteLine, pose =>
        {
            frames?.Send(pose);
            kept?.Write(pose);
        });
        context.Console.WriteLine(
            $"Poses from {source.Kind}{(source is LineSource { Port: { } port } ? $" {port}" : "")}{(tells ? $", handed on to fleet {file!.Fleet} on {file.Broker.Address}" : ", handed on to nobody")}."
            + (source.IsEndless ? " Ctrl-C ends it." : ""));
        live.Run(source, () => context.Cancellation.IsCancellationRequested || IsTimeUp(context), () =>
        {
            frames?.Poll();
            ear?.Poll(LiveTrack.NowUs);
        });
        var json = live.Json(source.Kind);
        json["fleet"] = file?.Fleet;
        json["poses_handed_on"] = frames?.Sent ?? 0;
        if (source is CameraSource eyes)
            AddEyes(json, eyes, setup);
        context.Console.WriteLine($"{live.Taken} poses taken, {live.Refused} refused.");
        return new VerbResult(json, live.Taken == 0 ? ExitCode.Failed : live.Refused > 0 ? ExitCode.Partial : ExitCode.Ok);
    }

    private static void AddEyes(JsonObject json, CameraSource eyes, TrackingSetup setup)
    {
        if (eyes is { Frames: > 0, FramesWithMarkers: 0 })
            throw ImageRun.NoMarkers($"in {eyes.Frames} images", setup);
        json["frames"] = eyes.Frames;
        json["frames_with_markers"] = eyes.FramesWithMarkers;
        json["family"] = eyes.Family?.Name;
        json["camera"] = eyes.View is { } view ? ImageReport.Json(view) : null;
    }

    private IPoseSource Source(ParseResult parse, TrackingSetup setup, FleetFile? file, VerbContext context)
    {
        if (parse.GetValue(video) is { } movie)
            return CameraSource.OfVideo(movie, setup);
        if (parse.GetValue(camera) is { } number)
            return CameraSource.OfCamera(number, setup);
        if (parse.GetValue(udp) is { } port)
        {
            var text = parse.GetValue(bind) ?? "127.0.0.1";
            return IPAddress.TryParse(text, out var address)
                ? LineSource.OfUdp(setup, address, port)
                : throw new MaeException(ExitCode.Usage, "MAE002",
                    $"--bind takes an address of this machine, not \"{NameText.Short(text)}\".",
                    "Write one like 127.0.0.1 or 192.168.1.10.");
        }

        if (!parse.GetValue(topic))
            return LineSource.OfStream("stdin", setup, Console.OpenStandardInput());
        return new TopicSource(Connect(file!, context), file!.Fleet, setup);
    }

    private IMessageLink Connect(FleetFile file, VerbContext context)
    {
        var link = LinkFactory.Choose().Create();
        try
        {
            link.Connect(file.Broker.ToLinkOptions(ClientIds.Host(file.Fleet, Name), FleetLink.ConnectLimit(context.Timeout)));
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    private TrackingSetup Setup(ParseResult parse, string? folder, FleetFile? file)
    {
        var setup = track.Load(parse, folder);
        if (file is null)
            return setup;
        if (setup.Rovers is null)
            return setup.With(file.Rovers.Select(rover => rover.Name));
        return setup.Rovers.FirstOrDefault(one => file.Rovers.All(rover => rover.Name != one.Name)) is { } stranger
            ? throw FleetOptions.NoRover(stranger.Name, $"fleet {file.Fleet}", file.Rovers.Select(rover => rover.Name))
            : setup;
    }

    private bool IsFleetNamed(ParseResult parse) => parse.GetResult(fleet.Fleet) is { Implicit: false }
        || parse.GetResult(fleet.Broker) is { Implicit: false };

    private static bool IsTimeUp(VerbContext context) => context.IsTimeoutGiven && context.Left == TimeSpan.Zero;
}
