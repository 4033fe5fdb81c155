using System.CommandLine;
using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Missions.Serve;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Linalg;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>
/// Drives a team with a trained coverage actor, whatever the size of the team it was trained in: with a broker, the rovers that are there,
/// in real time; without one, simulated rovers in this process, in lock-step.
/// </summary>
public sealed class RunCoverageVerb : Verb
{
    private const int MostRovers = 64;

    private readonly FleetOptions fleet = new();
    private readonly Option<string?> policy = new(
        "--policy") { Description = "Run folder of a training, or a parameter set (default: the newest trained one)", HelpName = "RUN" };
    private readonly Option<int?> agents = NumberOption.Int(
        "--agents", "Rovers at the start (default 3; with a broker: all of the fleet file, and it begins once so many are there)", 2,
        MostRovers);
    private readonly Option<int?> landmarks = NumberOption.Int(
        "--landmarks", "Landmarks (default: as many as rovers at the start)", 1, MostRovers);
    private readonly Option<string[]> landmark = new(
        "--landmark") {
            Description = "Where a landmark stands, m: X,Y; may be repeated (default: drawn by the seed within a metre of the origin)",
            HelpName = "X,Y", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> join = Events("--join", "A rover joins: TIME", CoverageEventKind.Join);
    private readonly Option<string[]> leave = Events("--leave", "A rover leaves: TIME or ROVER@TIME", CoverageEventKind.Leave);
    private readonly Option<string[]> silent = Events("--silent", "A rover is out of reach: ROVER@TIME..TIME", CoverageEventKind.Silent);
    private readonly Option<double?> seconds = NumberOption.Double(
        "--seconds", "Time to drive (default 25, or 10 beyond the last event)", 1, 86_400, "SECONDS");
    private readonly Option<double?> range = NumberOption.Double(
        "--range", "Distance to which rovers see each other, m (default: without limit)", 0.001, 1e6, "METRES");
    private readonly Option<string?> memory = new(
        "--memory") { Description = "Whether a rover out of range is remembered where it was last seen: on or off (default on)" };
    private readonly Option<string> bodies = new(
        "--bodies") { Description = "particle: the discs of the trainer's world; rover: two wheels behind the real drivers",
            DefaultValueFactory = _ => CoverageRunOptions.ParticleBodies };
    private readonly Option<bool> int8 = new("--int8") { Description = "Round the actor's weights to int8 before it is pushed" };
    private readonly Option<int?> seed = NumberOption.Int("--seed", "Seed of landmarks and first positions (default 1)", 0, int.MaxValue);
    private readonly SpeedOption speed = new();
    private readonly Option<bool> inProcess = CommonOption.InProcess();
    private readonly Option<string> client = CommonOption.Client();
    private readonly Option<string> runs = CommonOption.Runs();

    public RunCoverageVerb()
    {
        memory.AcceptOnlyFromAmong("on", "off");
        landmark.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => Point(token.Value) is null) is { } wrong)
                result.AddError($"--landmark takes X,Y in metres, each within 1000, such as 0.5,-0.25, not \"{wrong.Value}\".");
            else if (result.Tokens.Count > MostRovers)
                result.AddError($"--landmark may be there {MostRovers} times at most.");
        });
        bodies.AcceptOnlyFromAmong(CoverageRunOptions.ParticleBodies, CoverageRunOptions.RoverBodies);
    }

    public override string Name => "coverage";

    public override string Summary => "Drive a team with a trained coverage actor; rovers may join, leave and fall silent.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae run coverage --agents 7", "seven rovers with the newest trained actor, over MQTT"),
        ("mae run coverage --policy RUN --agents 5 --join 20s --leave 40s", "a sixth rover comes after 20 s, one goes after 40 s"),
        ("mae run coverage --fleet fleet.yaml --broker 127.0.0.1:1883 --int8", "rovers that are on this broker, real or from mae sim"),
        ("mae run coverage --agents 4 --silent rover-2@10s..16s --int8 --json", "one rover out of reach for a while, weights in int8"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromHours(1);

    public override WebPage Page => WebPage.OnRequest;

    public override IEnumerable<Symbol> Symbols =>
        [.. fleet.CommandingSymbols, policy, agents, landmarks, landmark, join, leave, silent, seconds, range, memory, bodies, int8, seed,
            speed.Option, inProcess, client, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var folder = parse.GetRequiredValue(runs);
        var source = parse.GetValue(policy);
        if (source is null)
        {
            source = CoveragePolicySource.Newest(folder);
            context.Console.MarkupLineInterpolated($"Policy: the newest trained one, [bold]{source}[/]");
        }

        var (trained, episode, separationM) = CoveragePolicySource.Read(source);
        if (fleet.LoadLive(parse, parse.GetValue(agents), join, leave, silent, bodies, speed.Option, inProcess) is { } there)
        {
            var live = Live(parse, there, trained, episode);
            return await CoverageVerbRun.RunAsync(
                context, folder, live, source, new LiveCoverage(there, live), context.Cancellation, there);
        }

        var options = Of(parse, trained, separationM, 3, parse.GetRequiredValue(bodies)) with { EpisodePeriods = episode };
        options = options with { Pace = speed.Pace(parse, context, options.Policy.PeriodS) };
        using var run = new CoverageRun(options);
        return await CoverageVerbRun.RunAsync(context, folder, options, source, run, context.Cancellation);
    }

    /// <summary>For <see cref="IMission.Serve"/>.</summary>
    /// <exception cref="MaeException">MAE546: options that only a run has; MAE540: no actor; or those that contradict each
    /// other.</exception>
    public IMissionService Serve(ParseResult parse, FleetFile there)
    {
        FleetOptions.Check(parse, there, parse.GetValue(agents), join, leave, silent, bodies, speed.Option, inProcess, seconds);
        var (trained, episode, _) = CoveragePolicySource.Read(
            parse.GetValue(policy) ?? CoveragePolicySource.Newest(parse.GetRequiredValue(runs)));
        return LiveCoverage.Serve(there, Live(parse, there, trained, episode), parse.GetValue(agents));
    }

    // Nobody draws where they start: the fleet file says it.
    private CoverageRunOptions Live(ParseResult parse, FleetFile there, CoveragePolicy trained, int episode)
    {
        var live = Of(parse, trained, 0, there.Rovers.Count, CoverageRunOptions.LiveBodies) with
        {
            EpisodePeriods = episode, Fleet = there.Fleet,
            StartM = [.. there.Rovers.SelectMany(rover => new[] { rover.Start.XM, rover.Start.YM })],
        };
        FloorPlaces.Check(
            there.Floor, live.LandmarksM.Chunk(2).Select((at, i) => ($"Landmark {i + 1}", at[0], at[1])));
        return live;
    }

    private static Option<string[]> Events(string name, string description, CoverageEventKind kind)
    {
        var option = new Option<string[]>(
            name) { Description = description + "; may be repeated", HelpName = "WHEN", DefaultValueFactory = _ => [] };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (CoverageEventText.Parse(kind, token.Value) is null)
                {
                    result.AddError(
                        $"{name} takes {description[(description.IndexOf(':', StringComparison.Ordinal) + 2)..]}, such as {Sample(kind)}, "
                        + $"not \"{token.Value}\".");
                }
            }
        });
        return option;
    }

    private static double[]? Point(string text)
    {
        double[] numbers = [.. text
            .Split(',')
            .Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN)];
        return numbers.Length == 2 && numbers.All(number => Math.Abs(number) <= 1000) ? numbers : null;
    }

    private static string Sample(CoverageEventKind kind) => kind switch
    {
        CoverageEventKind.Join => "20s",
        CoverageEventKind.Leave => "40s or rover-2@40s",
        _ => "rover-2@10s..15s",
    };

    private CoverageRunOptions Of(ParseResult parse, CoveragePolicy trained, double separationM, int defaultCount, string kind)
    {
        var count = parse.GetValue(agents) ?? defaultCount;
        List<CoverageEvent> events =
        [
            .. parse.GetRequiredValue(join).Select(text => CoverageEventText.Parse(CoverageEventKind.Join, text)!),
            .. parse.GetRequiredValue(leave).Select(text => CoverageEventText.Parse(CoverageEventKind.Leave, text)!),
            .. parse.GetRequiredValue(silent).Select(text => CoverageEventText.Parse(CoverageEventKind.Silent, text)!),
        ];
        var endS = parse.GetValue(seconds) ?? Math.Max(25, events.Select(e => e.UntilS + 10).DefaultIfEmpty(0).Max());
        CoverageCrowd.Refuse(Math.Max(count, parse.GetValue(landmarks) ?? 0), separationM);
        var number = parse.GetValue(seed) ?? 1;
        if (parse.GetValue(landmarks) is not null && parse.GetRequiredValue(landmark).Length > 0)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE544", "--landmarks draws so many, --landmark says where they stand.", "Give one of them.");
        }

        double[] given = [.. parse.GetRequiredValue(landmark).SelectMany(text => Point(text)!)];
        var world = new ParticleWorld(
            ParticleOptions.Product(count, 1) with { Landmarks = parse.GetValue(landmarks) ?? count, InitialSeparationM = separationM });
        world.Reset(new Xoshiro256((ulong)number));
        var used = parse.GetValue(int8) ? trained.Quantise() : trained;
        used = used with
        {
            Tracking = kind != CoverageRunOptions.ParticleBodies ? used.Tracking ?? CoverageWheels.Law : null,
            Sense = used.Sense with
            {
                RangeM = parse.GetValue(range) ?? used.Sense.RangeM,
                HasMemory = parse.GetValue(memory) is { } said ? said == "on" : used.Sense.HasMemory,
            },
        };
        var options = new CoverageRunOptions
        {
            Policy = used,
            Agents = count,
            Bodies = kind,
            LandmarksM = given.Length > 0 ? given : [.. world.LandmarkX.Zip(world.LandmarkY, (x, y) => new[] { x, y }).SelectMany(p => p)],
            StartM = [.. world.PositionX.Zip(world.PositionY, (x, y) => new[] { x, y }).SelectMany(p => p)],
            Events = events,
            Periods = (int)Math.Round(endS / used.PeriodS),
            Seed = (ulong)number,
            InProcess = parse.GetValue(inProcess),
            Client = parse.GetRequiredValue(client),
        };
        Check(options);
        return options;
    }

    private static void Check(CoverageRunOptions options)
    {
        if (options.Bodies == CoverageRunOptions.LiveBodies)
            return;
        var bytes = CoverageParameterSet.Build(options.Policy, options.LandmarksM, 1).Length;
        if (bytes > CoverageRun.ParameterBytes)
        {
            throw RefusedSets.TooLarge(
                $"The actor and its mission take {bytes} bytes; a simulated rover has room for {CoverageRun.ParameterBytes}.",
                options.Policy.IsQuantised ? "Train with fewer --actor-units." : "Add --int8, or train with fewer --actor-units.");
        }

        var names = options.Names;
        if (names.Count > MostRovers)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE544", $"{options.Agents} rovers and {options.Joins} that join are more than {MostRovers}.",
                "Take fewer.");
        }

        if (options.Events.FirstOrDefault(e => e.Rover is not null && !names.Contains(e.Rover)) is { } stranger)
            throw FleetOptions.NoRover(stranger.Rover!, "this run", names);
        if (options.Events.FirstOrDefault(e => e.AtS > options.Periods * options.Policy.PeriodS) is { } late)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE544",
                string.Create(CultureInfo.InvariantCulture, $"An event at {late.AtS} s lies beyond the run's end."),
                "Give it more time: --seconds.");
        }
    }
}
