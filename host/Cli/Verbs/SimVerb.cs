using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Safety;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Runs a fleet's rovers in this process, in real time, against a broker; another mae coordinates them.</summary>
public sealed class SimVerb(MissionList missions) : Verb
{
    /// <summary>A board has a few messages of some kilobytes; many rovers in one process share its memory.</summary>
    private const int RoverInboxBytes = 1 << 19;

    private readonly FleetOptions fleet = new();
    private readonly Option<string?> rover = new("--rover") { Description = "Only this rover: one process each", HelpName = "NAME" };
    private readonly Option<double?> duration = NumberOption.Double(
        "--duration", "End after this time (default: at Ctrl-C)", 0.1, 1e6, "SECONDS");
    private readonly Option<string> client = CommonOption.Client();
    private readonly Option<int?> fleets = NumberOption.Int(
        "--fleets", "So many fleets of this kind, named after it: lab-001, lab-002, ... (default: itself)", 1, 10_000);
    private readonly Option<int?> threads = NumberOption.Int("--threads", "Threads that share the rovers (default: the cores)", 1, 256);
    private readonly Option<string?> roundTrips = new("--round-trips")
    {
        Description = "Write here once a second how long prices took, as lines of JSON", HelpName = "FILE",
    };
    private readonly Option<int?> adoptable = NumberOption.Int(
        "--adoptable", "So many boards besides that belong to nobody yet: mae adopt takes them by the codes printed here", 1, 100);
    private readonly SimulatedTrackerOptions track = new();
    private readonly VirtualSim virtuals = new();

    public override string Name => "sim";

    public override string Summary => "Run simulated rovers against a broker, in real time.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae sim --broker 127.0.0.1:1883", "the fleet, until Ctrl-C; then elsewhere: mae run formation --broker ..."),
        ("mae sim --track 10 --slip 0.05", "wheels that slip, seen by a camera at 10 Hz"),
        ("mae sim --fleet fleet.yaml --rover rover-2 --duration 60", "one rover for a minute"),
        ("mae sim --fleets 10 --broker 127.0.0.1:1883", "ten fleets of this kind, on all cores"),
        ("mae sim --on nanoclr:nanoFramework.nanoCLR.test", "the boards' own program on an interpreter, a process a rover"),
    ];

    public override WebPage Page => WebPage.OnRequest;

    public override IEnumerable<Symbol> Symbols =>
        [.. fleet.Symbols, rover, duration, client, fleets, threads, roundTrips, adoptable, .. track.Symbols, .. virtuals.Symbols];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        var name = NameText.Check(rover.Name, parse.GetValue(rover));
        FleetOptions.Require(file, name);
        var link = file.Broker.ToLinkOptions("mae-sim", TimeSpan.FromSeconds(5)) with { InboxBytes = RoverInboxBytes };
        var factory = LinkFactory.Choose(parse.GetRequiredValue(client));
        // Rovers keep trying for ever; a person wants to know at once that nobody is there.
        string? protocol;
        using (var probe = factory.Create())
        {
            probe.Connect(link with { ClientId = ClientIds.Host(file.Fleet, Name) });
            protocol = probe.Protocol;
        }

        Spectators.Invite(FleetLink.Watched(file, parse.GetRequiredValue(client), file.Keys()));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        if (parse.GetValue(duration) is { } seconds)
            end.CancelAfter(TimeSpan.FromSeconds(seconds));
        if (virtuals.IsAsked(parse))
        {
            Option[] others = [client, fleets, threads, roundTrips, adoptable, .. track.Symbols.OfType<Option>()];
            return await Task.Run(() => virtuals.Run(parse, context, file, name, others, end.Token));
        }

        var clock = new SystemClock();
        // In a secured fleet each connects as itself, so that what the broker lets a rover do is what these do.
        LinkOptions Link(string rover) =>
            file.Secured is { } security ? link with { User = rover, Password = security.PasswordOf(rover) } : link;
        var trips = parse.GetValue(roundTrips) is null ? null : new RoundTrips();
        var all = Files(parse, file).Select(one => SimulatedFleet.Create(
            track.Apply(parse, FleetScenario.Simulation(one)), clock, factory.Create, Link, BootCount(),
            BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)) | 1, missions.Controllers, trips, updates: true)).ToList();
        var rovers = all.SelectMany(one => one.Rovers).Where(instance => name is null || instance.Name == name).ToList();
        var which = all.Count == 1 ? $"fleet {file.Fleet}" : $"{all.Count} fleets {file.Fleet}-...";
        context.Console.WriteLine(
            $"{rovers.Count} rovers of {which} on {file.Broker.Address} ({factory.Description}, {protocol}). Ctrl-C ends them.");
        using var tracker = track.Begin(parse, file, all[0], clock, factory, link);
        using var strangers = parse.GetValue(adoptable) is { } count ? new SimulatedStrangers(count, factory, link, file) : null;
        foreach (var (stranger, code) in strangers?.Labels ?? [])
            context.Console.WriteLine($"{stranger} waits to be adopted; the code on its label: {code}");
        using var record = trips is null ? null : new RoundTripRecord(parse.GetValue(roundTrips)!, trips, rovers);
        using var quiet = new QuietMemory();
        using var watch = new ConnectionWatch(
            rovers, factory, rover => Link(rover) with { ClientId = ClientName.Of(file.Fleet, rover, Link(rover).Password!) },
            context.Console.WriteLine);
        try
        {
            // A thread of their own: they wait for their clocks all the time.
            await Task.Factory.StartNew(
                () => new RealTime(
                    rovers, Also(tracker is null ? null : tracker.Poll, strangers is null ? null : strangers.Poll),
                    parse.GetValue(threads) ?? Environment.ProcessorCount).Run(end.Token),
                CancellationToken.None,
                TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            foreach (var instance in all.SelectMany(one => one.Rovers))
                instance.Dispose();
        }

        context.Cancellation.ThrowIfCancellationRequested();
        var doubles = rovers
            .Where(instance => (instance.Agent.Faults & FaultFlags.NameTaken) != 0)
            .Select(instance => instance.Name)
            .ToList();
        var json = new JsonObject
        {
            ["fleet"] = file.Fleet,
            ["doubles"] = JsonText.Array(doubles),
            ["rovers"] = new JsonArray(rovers.Select(instance => (JsonNode)new JsonObject
            {
                ["name"] = instance.Name,
                ["mode"] = RoverPresence.NameOf(instance.Agent.Mode),
                ["tick"] = instance.Agent.Tick,
                ["parameter_version"] = instance.Agent.ParameterVersion,
                ["deadline_misses"] = instance.Agent.MissedDeadlines,
                ["is_tracked"] = instance.Agent.IsTracked,
                ["pose_sigma_m"] = JsonText.Number(instance.Agent.PoseSigmaM),
            }).ToArray()),
        };
        return new VerbResult(json, LiveFleet.CloseWith(context, doubles));
    }

    private static Action? Also(Action? one, Action? other) => one is null ? other : other is null ? one : one + other;

    private IEnumerable<FleetFile> Files(ParseResult parse, FleetFile file)
    {
        if (parse.GetValue(fleets) is not { } count)
            return [file];
        if (file.Secured is not null || parse.GetValue(rover) is not null || track.IsAsked(parse))
        {
            throw new MaeException(
                ExitCode.Usage, "MAE547", "Several fleets of one kind have no passwords of their own, no tracker, and no one rover.",
                "Leave out --fleets, or simulate the fleets one by one.");
        }

        return Enumerable.Range(1, count).Select(number => file with { Fleet = NameOf(file.Fleet, number) });
    }

    /// <summary>Of the n-th of several fleets of one kind.</summary>
    internal static string NameOf(string fleet, int number) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{fleet}-{number:000}");

    /// <summary>A board counts its boots in its flash. These have none that outlives the process, and whoever heard them before must not
    /// take them for old: time counts.</summary>
    private static uint BootCount() => (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds();
}
