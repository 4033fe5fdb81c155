using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Delivery.Graph;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Worlds;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Delivery.Routes;

/// <summary>The high level of the delivery fleet alone: routes with the most score on one graph or published instance.</summary>
public sealed class RouteVerb : Verb
{
    private readonly Argument<string> file = new(
        "FILE") { Description = "Task graph (.yaml), OPLib or TSPLIB instance, or a text instance of Tsiligirides or Chao" };
    private readonly Option<int?> agents = NumberOption.Int("--agents", "Rovers (default: as the file says, else 1)", 1, 1000);
    private readonly Option<double?> budget = NumberOption.Double(
        "--budget", "Most that one route may cost (default: as the file says); of a task graph, seconds", 0, 1e12);
    private readonly Option<double?> speed = NumberOption.Double(
        "--speed", "Task graphs only: plan at this steady speed (default: the conservative speed of the graph)", 0.001, 1000, "M_S");
    private readonly Option<int?> seed = NumberOption.Int(
        "--seed", "Same seed, same routes; with --timeout the machine's speed decides too (default 1)", 0, int.MaxValue);
    private readonly Option<bool> report = new("--report") { Description = "Write a page with a map into a run folder" };
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "route";

    public override string Summary => "Plan routes with the most score within a budget.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae route host/examples/town/town.oplib --agents 2", "sixty places of a made-up town, two rovers"),
        ("mae route graph.yaml --agents 3", "a task graph for three rovers"),
        ("mae route eil51-gen1-50.oplib --json", "a published instance, figures as JSON"),
        ("mae route rd400-gen1-50.oplib --timeout 60", "search on until a minute is over or the routes are proven"),
        ("mae route set.txt --budget 40 --report", "another limit, and a page with a map"),
    ];

    /// <summary>
    /// The answer after this time is the best so far; there always is one. Without --timeout a fixed count of rebuilds ends the search long
    /// before; given, it is the time to use.
    /// </summary>
    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(10);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [file, agents, budget, speed, seed, report, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var path = parse.GetRequiredValue(file);
        var problem = GraphFile.LoadProblem(path, parse.GetValue(speed)).With(parse.GetValue(budget), parse.GetValue(agents));
        if (!double.IsFinite(problem.Limit))
            throw GraphFile.NoLimit(path);
        var watch = Stopwatch.StartNew();
        var options = new OrienteeringOptions { Seed = (ulong)(parse.GetValue(seed) ?? 1), TimeLimit = context.Left,
            UseAllTime = context.IsTimeoutGiven };
        var solution = OrienteeringSolver.Solve(problem, options, context.Cancellation)
            ?? throw new MaeException(
                ExitCode.Configuration,
                "MAE247",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}: the way from start to end alone costs {OrienteeringSolver.StartToEnd(problem):0.###}, the limit is "
                    + $"{problem.Limit:0.###}."),
                "Raise --budget.");
        context.Cancellation.ThrowIfCancellationRequested();
        var seconds = watch.Elapsed.TotalSeconds;
        var json = Json(problem, solution, seconds);
        if (parse.GetValue(report))
            json["run_dir"] = Write(parse.GetRequiredValue(runs), path, options, problem, solution, json, seconds);
        Show(context, problem, solution, seconds, (string?)json["run_dir"]);
        return Task.FromResult(new VerbResult(json));
    }

    private static JsonObject Json(OrienteeringProblem problem, OrienteeringSolution solution, double seconds) => new()
    {
        ["name"] = problem.Name,
        ["nodes"] = problem.Count,
        ["agents"] = problem.Agents,
        ["score"] = solution.Score,
        ["cost"] = solution.Cost,
        ["limit"] = problem.Limit,
        ["cost_unit"] = problem.CostUnit.Length == 0 ? null : problem.CostUnit,
        [
            "routes"] = new JsonArray(
                solution.Routes.Select(route => (JsonNode?)JsonText.Array(route.Select(node => problem.Names[node]))).ToArray()),
        ["route_costs"] = JsonText.Array(solution.Routes.Select(route => problem.RouteCost(route))),
        ["proven_optimal"] = solution.ProvenOptimal,
        ["seconds"] = Math.Round(seconds, 4),
    };

    private static string Write(
        string root, string path, OrienteeringOptions options, OrienteeringProblem problem, OrienteeringSolution solution, JsonObject json,
        double seconds)
    {
        var header = new RunHeader(
            "route", new JsonObject { ["file"] = path, ["agents"] = problem.Agents, ["limit"] = problem.Limit }) { Seed = options.Seed };
        using var journal = RunJournal.Begin(root, "route", header);
        var run = journal.Folder;
        run.Write("report.html", RouteReport.Page(problem, solution, seconds).ToHtml());
        json["run_dir"] = run.Path;
        journal.Complete(json);
        return run.Path;
    }

    private static void Show(VerbContext context, OrienteeringProblem problem, OrienteeringSolution solution, double seconds, string? run)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("route", "nodes", "cost", "order");
        for (var r = 0; r < solution.Routes.Length; r++)
        {
            var route = solution.Routes[r];
            table.AddRow(
                (r + 1).ToString(CultureInfo.InvariantCulture),
                problem.Visits(route).ToString(CultureInfo.InvariantCulture),
                problem.RouteCost(route).ToString("0.##", CultureInfo.InvariantCulture),
                Markup.Escape(string.Join(' ', route.Select(node => problem.Names[node]))));
        }

        context.Console.Write(table);
        var proof = solution.ProvenOptimal ? "no routes have more" : "not proven to be the most";
        context.Console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"[bold]{problem.Name}[/]: score [bold]{solution.Score:0.##}[/] ({proof}), cost {solution.Cost:0.##}, limit {problem.Limit:0.##} {problem.CostUnit} a route, {seconds:0.00} s");
        if (run is not null)
            context.Console.MarkupLineInterpolated($"Report: [bold]{Path.Combine(run, "report.html")}[/]");
    }
}
