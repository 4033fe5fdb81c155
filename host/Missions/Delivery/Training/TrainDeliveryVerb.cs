using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Delivery.Graph;
using MultiAgentEdge.Host.Missions.Delivery.Run;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Delivery.Training;

/// <summary>Learns delivery by paper S4: a fleet that visits more of its nodes from day to day and never breaks its way home.</summary>
public sealed class TrainDeliveryVerb : Verb
{
    private const string GraphCopy = "graph";
    private readonly Option<string?> graph = new(
        "--graph") { Description = "Task graph (YAML) or instance (OPLib, TSPLIB); default: the example of paper S4", HelpName = "FILE" };
    private readonly Option<int?> agents = NumberOption.Int("--agents", "Rovers (default 1)", 1, 64);
    private readonly Option<int?> iterations = NumberOption.Int(
        "--iterations", "Days after the first, conservative one (default 5)", 0, 10_000);
    private readonly Option<int?> seed = NumberOption.Int("--seed", "Of the disturbances (default 1)", 0, int.MaxValue);
    private readonly Option<double?> margin = NumberOption.Double(
        "--margin", "Share that an edge may use beyond its estimate (default 0; 0.1 with a disturbance)", 0, 10);
    private readonly Option<bool> blend = new(
        "--blend-turns") { Description = "Let a unicycle turn while it drives: quicker than the paper's figures" };
    private readonly Option<double?> noise = NumberOption.Double(
        "--position-noise", "Standard deviation of a push each period (default 0)", 0, 1, "METRES");
    private readonly Option<double?> wind = NumberOption.Double("--headwind", "Wind in every rover's face (default 0)", 0, 100, "M/S");
    private readonly Option<double?> drain = NumberOption.Double(
        "--drain-factor", "A battery that empties faster than the model says (default 1)", 1, 100, "FACTOR");
    private readonly Option<string?> resume = new(
        "--resume") {
            Description =
                "Go on in this run folder, with its options and the same bits; with more --iterations also where it had come to its end",
                HelpName = "RUN" };
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "delivery";

    public override string Summary => "Let a delivery fleet get more done each day, and always come home.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae train delivery", "the example of paper S4: two nodes on the first day, five on the third"),
        ("mae train delivery --graph town.yaml --agents 3 --iterations 10 --json", "a fleet on a graph of your own"),
        ("mae train delivery --drain-factor 1.3 --margin 0.1", "with a battery weaker than the model believes"),
        ("mae train delivery --resume runs/20260401T120000Z-train-delivery-1", "go on with a run that was stopped or killed"),
    ];

    public override IEnumerable<Symbol> Symbols => [graph, agents, iterations, seed, margin, blend, noise, wind, drain, resume, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var path = parse.GetValue(resume);
        var file = parse.GetValue(graph);
        var (world, options) = path is null ? (Graph(file), Options(parse)) : (null, null);
        var length = new TrainingLength("iterations", iterations.Name, parse.GetValue(iterations), _ => new DeliveryOptions().Iterations);
        using var folder = path is null
            ? TrainingFolder.Create(parse.GetRequiredValue(runs), "train-delivery", DeliveryTrainingJson.Begin(file, options!), context)
            : TrainingFolder.Resume(path, DeliveryTrainingJson.Verb, length, context);
        if (path is not null)
        {
            options = Kept(folder.Options);
            Contradictions(parse, folder.Options);
            world = Graph(Directory.GetFiles(folder.Run.Path, GraphCopy + ".*").FirstOrDefault());
        }

        DeliveryTraining? training = null;
        var json = await folder.KeepAsync(
            () =>
            {
                if (path is null && file is not null)
                    folder.Run.Write(GraphCopy + Path.GetExtension(file), File.ReadAllBytes(file));
                return DeliveryTrainingRun.RunAsync(folder, world!, options!, context, began => training = began);
            },
            end => Leave(folder, end, training, options!),
            () => Close(context, training, folder.Run.Path),
            DeliveryTrainingJson.Verb);
        return new VerbResult(json);
    }

    private static JsonObject Leave(TrainingFolder folder, RunEnd end, DeliveryTraining? training, DeliveryOptions options)
    {
        if (training is null)
        {
            folder.Run.Write(
                "report.html", new ReportPage { Title = "Delivery", Headline = "Nothing was driven.", Notice = end.Notice }.ToHtml());
            return new JsonObject { ["run_dir"] = folder.Run.Path };
        }

        folder.Run.Write(DeliveryTrainingRun.Iterations, DeliveryCsv.Iterations(training));
        folder.Run.Write("traversals.csv", DeliveryCsv.Traversals(training));
        folder.Run.Write("report.html", (DeliveryReport.Of(training, options) with { Notice = end.Notice }).ToHtml());
        return DeliveryTrainingJson.Result(training, folder.Run.Path);
    }

    private static TaskGraph Graph(string? file) => file is null ? TaskGraph.PaperS4() : GraphFile.LoadGraph(file);

    private DeliveryOptions Options(ParseResult parse)
    {
        var disturbance = new DeliveryDisturbance
        {
            PositionNoiseM = parse.GetValue(noise) ?? 0,
            HeadwindMS = parse.GetValue(wind) ?? 0,
            DrainFactor = parse.GetValue(drain) ?? 1,
        };
        return new DeliveryOptions
        {
            Agents = parse.GetValue(agents) ?? 1,
            Iterations = parse.GetValue(iterations) ?? 5,
            Seed = (ulong)(parse.GetValue(seed) ?? 1),
            Margin = parse.GetValue(margin) ?? disturbance.DefaultMargin,
            BlendsTurns = parse.GetValue(blend),
            Disturbance = disturbance,
        };
    }

    private static DeliveryOptions Kept(JsonObject kept) => new()
    {
        Agents = kept["agents"]!.GetValue<int>(),
        Iterations = kept["iterations"]!.GetValue<int>(),
        Seed = kept["seed"]!.GetValue<ulong>(),
        Margin = kept["margin"]!.GetValue<double>(),
        BlendsTurns = kept["blend_turns"]!.GetValue<bool>(),
        Disturbance = new DeliveryDisturbance
        {
            PositionNoiseM = kept["position_noise_m"]!.GetValue<double>(),
            HeadwindMS = kept["headwind_m_s"]!.GetValue<double>(),
            DrainFactor = kept["drain_factor"]!.GetValue<double>(),
        },
    };

    private void Contradictions(ParseResult parse, JsonObject kept)
    {
        Check(graph, parse.GetValue(graph), kept["graph"]?.GetValue<string>());
        Check(agents, parse.GetValue(agents), kept["agents"]!.GetValue<int>());
        Check(iterations, parse.GetValue(iterations), kept["iterations"]!.GetValue<int>());
        Check(seed, parse.GetValue(seed), kept["seed"]!.GetValue<int>());
        Check(margin, parse.GetValue(margin), kept["margin"]!.GetValue<double>());
        Check(noise, parse.GetValue(noise), kept["position_noise_m"]!.GetValue<double>());
        Check(wind, parse.GetValue(wind), kept["headwind_m_s"]!.GetValue<double>());
        Check(drain, parse.GetValue(drain), kept["drain_factor"]!.GetValue<double>());
        if (parse.GetValue(blend) && !kept["blend_turns"]!.GetValue<bool>())
            Check(blend, "true", "false");
    }

    private static void Check(Option option, object? given, object? kept) => Resumed.Check(option.Name, given, kept);

    private static void Close(VerbContext context, DeliveryTraining? training, string folder)
    {
        if (training is null)
            return;
        var table = new Table().Border(TableBorder.Minimal).AddColumns("iteration", "nodes", "time, s", "battery", "routes");
        for (var j = 0; j < training.Iterations.Count; j++)
        {
            var iteration = training.Iterations[j];
            table.AddRow(
                j.ToString(CultureInfo.InvariantCulture),
                iteration.NodesVisited.ToString(CultureInfo.InvariantCulture),
                iteration.TimeS.ToString("0.0", CultureInfo.InvariantCulture),
                iteration.Battery.ToString("0.000", CultureInfo.InvariantCulture),
                Markup.Escape(
                    string.Join(
                        "  ",
                        iteration.Agents.Select(
                            agent => string.Join("-", agent.Route.Select(node => training.Memory.Graph.Nodes[node].Name))))));
        }

        context.Console.Write(table);
        foreach (var notice in training.Iterations
            .SelectMany((iteration, j) => iteration.Notices.Select(notice => $"iteration {j}: {notice}")).Take(20))
            context.Console.WriteLine(notice);
        context.Console.MarkupLineInterpolated($"Report: [bold]{Path.Combine(folder, "report.html")}[/]");
    }
}
