using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Delivery.Graph;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>
/// Paper S4 with rovers: the host assigns nodes, rovers drive to them by their own controllers and report what it took. With a broker, the
/// rovers that are there, for one day in real time; without one, simulated rovers in this process, in lock-step.
/// </summary>
public sealed class RunDeliveryVerb : Verb
{
    private const int MostRovers = 20;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly FleetOptions fleet = new();
    private readonly Option<string?> file = new(
        "--graph") { Description = "Task graph, or a public instance (default: the example of paper S4)", HelpName = "FILE" };
    private readonly Option<int?> agents = NumberOption.Int(
        "--agents", "Rovers (default: as many as the graph has first routes; with a broker: all of the fleet file)", 1, MostRovers);
    private readonly Option<int?> iterations = NumberOption.Int(
        "--iterations", "Days (default 3; with a broker one: a person puts the rovers back)", 1, 1000);
    private readonly Option<int?> seed = NumberOption.Int("--seed", "Same seed, same simulated drives (default 1)", 0, int.MaxValue);
    private readonly Option<double?> margin = NumberOption.Double(
        "--margin", "What an edge may use beyond its estimate, as a share (default 0; 0.1 with a disturbance or a broker)", 0, 10, "SHARE");
    private readonly Option<double?> headwind = NumberOption.Double(
        "--headwind", "Wind in the rovers' face, which their model does not know (default 0)", 0, 20, "M_S");
    private readonly Option<double?> drain = NumberOption.Double(
        "--drain", "Weak batteries: empty by this factor faster (default 1)", 1, 10, "FACTOR");
    private readonly Option<double?> noise = NumberOption.Double(
        "--noise", "Standard deviation of a push each period, which no model knows (default 0)", 0, 1, "M");
    private readonly Option<string[]> fail = new(
        "--fail") { Description = "A rover's power fails on the first day: rover-2@20, or rover-2@20-35 where it boots again",
            HelpName = "ROVER@S" };
    private readonly Option<string[]> leave = new(
        "--leave") { Description = "A rover is taken out on the first day: rover-1@15", HelpName = "ROVER@S" };
    private readonly Option<double?> radius = NumberOption.Double(
        "--body-radius-m", "Of each rover's disc (default 0.1); 0: points that pass through each other, as in the paper", 0, 1, "M");
    private readonly SpeedOption speed = new();
    private readonly Option<bool> inProcess = CommonOption.InProcess();
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "delivery";

    public override string Summary => "Deliver with rovers that learn to get more done each day.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae run delivery", "the example of paper S4, three days, over MQTT"),
        ("mae run delivery --agents 3 --fail rover-2@12 --json", "one of three rovers fails; the others take its node"),
        ("mae run delivery --drain 1.3", "weak batteries: plans tighten and rovers return"),
        ("mae run delivery --graph yard.yaml --fleet fleet.yaml --broker 127.0.0.1:1883",
            "a day with the rovers on this broker, real or from mae sim"),
    ];

    /// <summary>As for the other missions; until the rovers are there and armed it may take <see cref="StartTimeout"/> of it.</summary>
    public override TimeSpan? DefaultTimeout => TimeSpan.FromHours(1);

    public override WebPage Page => WebPage.OnRequest;

    public override IEnumerable<Symbol> Symbols =>
        [.. fleet.CommandingSymbols, file, agents, iterations, seed, margin, headwind, drain, noise, radius, fail, leave, speed.Option,
            inProcess, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var there = Fleet(parse);
        var options = Options(parse, context, there);
        var runsFolder = parse.GetRequiredValue(runs);
        if (there is not null)
        {
            return await DeliveryVerbRun.RunAsync(
                context, runsFolder, options, Begin(parse, options, "live"), new LiveDelivery(there, options), context.Cancellation, there);
        }

        using var run = new DeliveryRun(options);
        return await DeliveryVerbRun.RunAsync(context, runsFolder, options, Begin(parse, options, "simulated"), run, context.Cancellation);
    }

    private RunHeader Begin(ParseResult parse, DeliveryRunOptions options, string bodies) => new("run delivery", new JsonObject
    {
        ["graph"] = parse.GetValue(file) ?? "paper-s4",
        ["bodies"] = bodies,
        ["fleet"] = options.Fleet,
        ["agents"] = options.Agents,
        ["iterations"] = options.Iterations,
        ["margin"] = options.Margin,
        ["headwind_m_s"] = options.Disturbance.HeadwindMS,
        ["drain_factor"] = options.Disturbance.DrainFactor,
        ["position_noise_m"] = options.Disturbance.PositionNoiseM,
        ["body_radius_m"] = options.BodyRadiusM,
        ["fail"] = JsonText.Array(parse.GetValue(fail) ?? []),
        ["leave"] = JsonText.Array(parse.GetValue(leave) ?? []),
    })
    { Seed = options.Seed };

    /// <summary>The rovers that are out there; null: simulated ones are wanted.</summary>
    private FleetFile? Fleet(ParseResult parse)
    {
        var there = fleet.LoadLive(
            parse, parse.GetValue(agents), seed, headwind, drain, noise, radius, fail, leave, speed.Option, inProcess);
        if (there is not null && parse.GetValue(iterations) is > 1)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE546",
                "A run with rovers that are there is one day: a person puts them back at the depot and charges them.",
                "Leave --iterations away, and run it again for the next day.");
        }

        return there;
    }

    private DeliveryRunOptions Options(ParseResult parse, VerbContext context, FleetFile? there)
    {
        var graph = parse.GetValue(file) is { } path ? GraphFile.LoadGraph(path) : TaskGraph.PaperS4();
        var disturbance = new DeliveryDisturbance { HeadwindMS = parse.GetValue(headwind) ?? 0, DrainFactor = parse.GetValue(drain) ?? 1,
            PositionNoiseM = parse.GetValue(noise) ?? 0 };
        var options = new DeliveryRunOptions
        {
            Graph = graph,
            Agents = parse.GetValue(agents)
                ?? (there is null ? Math.Max(1, graph.FirstRoutes.Count) : Math.Min(there.Rovers.Count, MostRovers)),
            Iterations = parse.GetValue(iterations) ?? (there is null ? 3 : 1),
            Seed = (ulong)(parse.GetValue(seed) ?? 1),
            Margin = parse.GetValue(margin) ?? (there is null ? disturbance.DefaultMargin : LiveDelivery.DefaultMargin),
            Disturbance = disturbance,
            BodyRadiusM = parse.GetValue(radius) ?? RoverOptions.UsualBodyRadiusM,
            InProcess = parse.GetValue(inProcess),
            Pace = speed.Pace(parse, context, graph.Vehicle.PeriodS),
            StartTimeout = context.Timeout < StartTimeout ? context.Timeout : StartTimeout,
        };
        return there is not null
            ? options with { Fleet = there.Fleet, Names = [.. there.Rovers.Select(rover => rover.Name)] }
            : options with
        {
            Events =
            [
                .. (parse.GetValue(fail) ?? []).Select(text => DeliveryEvent.Parse(text, leaves: false, options.Names)),
                .. (parse.GetValue(leave) ?? []).Select(text => DeliveryEvent.Parse(text, leaves: true, options.Names)),
            ],
        };
    }
}
