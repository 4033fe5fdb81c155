using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Delivery.Graph;
using MultiAgentEdge.Host.Planning;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Routes on folders of published instances, beside the scores that lie there.</summary>
public sealed class BenchRouteVerb : Verb
{
    private const double DefaultSeconds = 10;

    private readonly Option<string> instances =
        new("--instances") { Description = "Folder of instances, searched with the folders in it", HelpName = "DIR", Required = true };
    private readonly Option<double?> seconds =
        NumberOption.Double("--timeout", "Time for each instance and seed, unless it is proven before (default 10)", 0.001, 1e6, "SECONDS");
    private readonly Option<string> seeds =
        new("--seeds") { Description = "Seeds, such as 1..3 or 1,4", HelpName = "SEEDS", DefaultValueFactory = _ => "1" };
    private readonly Option<int?> maxNodes = NumberOption.Int("--max-nodes", "Leave larger instances out", 1, int.MaxValue);

    private readonly Option<double?> stopAfter =
        NumberOption.Double(
            "--stop-after", "Time for all of it: what is done by then is printed, and the exit code is 7 (default none)", 0.001, 1e6,
            "SECONDS");

    public override string Name => "route";

    public override string Summary => "Plan routes on published instances: score, published score, gap.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench route --instances OPLib/gen1 --max-nodes 400 --seeds 1..3 --json", "an hour or so: 10 s for each instance and seed"),
        ("mae bench route --instances top-sets --timeout 2", "a quick look; best_known.txt there has lines NAME SCORE"),
        ("mae bench route --instances OPLib --stop-after 600", "as many as ten minutes are enough for"),
    ];

    public override IEnumerable<Symbol> Symbols => [instances, seconds, seeds, maxNodes, stopAfter];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var folder = parse.GetRequiredValue(instances);
        var numbers = SeedList.Parse(parse.GetRequiredValue(seeds), "bench route");
        var time = TimeSpan.FromSeconds(parse.GetValue(seconds) ?? DefaultSeconds);
        if (!Directory.Exists(folder))
            throw Configuration("MAE230", $"There is no folder {folder} of instances.");
        var files = RouteBench.Files(folder);
        if (files.Count == 0)
            throw Configuration("MAE231", $"The folder {folder} holds no instance (.oplib, .tsp, .txt, .yaml).");
        var runs = new List<RouteBenchRun>();
        var errors = new List<(string File, MaeException Error)>();
        using var all = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        if (parse.GetValue(stopAfter) is { } most)
            all.CancelAfter(TimeSpan.FromSeconds(most));
        var left = files.Count;
        foreach (var file in files)
        {
            if (all.IsCancellationRequested)
                break;
            left--;
            try
            {
                var problem = GraphFile.LoadProblem(file, null);
                if (!double.IsFinite(problem.Limit))
                    throw GraphFile.NoLimit(file);
                if (problem.Count > (parse.GetValue(maxNodes) ?? int.MaxValue))
                    continue;
                var name = Path.ChangeExtension(Path.GetRelativePath(folder, file), null);
                foreach (var run in RouteBench.Run(name, problem, Published(file), numbers, time, all.Token))
                {
                    runs.Add(run);
                    context.Error.WriteLine(Line(run));
                }
            }
            catch (MaeException error)
            {
                errors.Add((file, error));
                context.Error.WriteLine(error.Message);
            }
            catch (OperationCanceledException) when (!context.Cancellation.IsCancellationRequested)
            {
                left++;
                break;
            }
        }

        context.Cancellation.ThrowIfCancellationRequested();
        if (runs.Count == 0 && errors.Count > 0)
            throw errors[0].Error;
        var summary = RouteBenchSummary.Of(runs);
        Show(context, runs, summary);
        if (left > 0)
            context.Error.WriteLine($"--stop-after: {left} of {files.Count} files are left.");
        var json = Json(folder, time, runs, summary, errors);
        json["files_left"] = left;
        return Task.FromResult(
            new VerbResult(json, left > 0 ? ExitCode.Timeout : errors.Count == 0 ? ExitCode.Ok : ExitCode.Configuration));
    }

    private static MaeException Configuration(string code, string what) =>
        new(ExitCode.Configuration, code, what, "Type: mae bench route --help");

    private static double? Published(string file)
    {
        try
        {
            return PublishedScores.Of(file);
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new MaeException(ExitCode.Configuration, "MAE252", exception.Message, "Correct the file, or remove it.", exception);
        }
    }

    private static string Line(RouteBenchRun run)
    {
        var line = FormattableString.Invariant($"{run.Name} seed {run.Seed}: {run.Score:0.##}");
        return run.Published is null
            ? line
            : line + FormattableString.Invariant($", published {run.Published:0.##} ({Percent(run.GapPercent)} %)");
    }

    private static string Percent(double? value) => value?.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) ?? "";

    private static void Show(VerbContext context, List<RouteBenchRun> runs, RouteBenchSummary summary)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("instance", "nodes", "routes", "published", "scores", "worst gap %");
        foreach (var group in runs.GroupBy(run => run.Name))
        {
            var first = group.First();
            table.AddRow(
                Markup.Escape(group.Key), Text(first.Nodes), Text(first.Agents),
                first.Published is { } published ? Text(published) : "none",
                string.Join(' ', group.Select(run => Text(run.Score))), Percent(group.Min(run => run.GapPercent)));
        }

        context.Console.Write(table);
        context.Console.MarkupLineInterpolated(
            $"[bold]{summary.AtOrAbove}[/] of {summary.Instances} instances at or above what is published, from every seed");
        if (summary.WorstName is null)
            return;
        var mean = $"mean {Percent(summary.MeanGapPercent)} % over {summary.Runs} runs";
        context.Console.MarkupLineInterpolated($"worst gap {Percent(summary.WorstGapPercent)} % ({summary.WorstName}), {mean}");
    }

    private static JsonObject Json(
        string folder, TimeSpan time, List<RouteBenchRun> runs, RouteBenchSummary summary,
        List<(string File, MaeException Error)> errors) => new()
    {
        ["instances_dir"] = Path.GetFullPath(folder),
        ["timeout_s"] = time.TotalSeconds,
        ["instances"] = summary.Instances,
        ["at_or_above"] = summary.AtOrAbove,
        ["worst_gap_percent"] = summary.WorstGapPercent,
        ["mean_gap_percent"] = summary.MeanGapPercent,
        ["worst_instance"] = summary.WorstName,
        ["runs_compared"] = summary.Runs,
        ["runs_at_or_above"] = summary.RunsAtOrAbove,
        ["runs"] = new JsonArray([.. runs.Select(run => (JsonNode)new JsonObject
        {
            ["instance"] = run.Name,
            ["nodes"] = run.Nodes,
            ["agents"] = run.Agents,
            ["seed"] = run.Seed,
            ["score"] = run.Score,
            ["published"] = run.Published,
            ["gap_percent"] = run.GapPercent,
            ["proven_optimal"] = run.ProvenOptimal,
            ["seconds"] = Math.Round(run.Seconds, 3),
        })]),
        ["errors"] = new JsonArray([.. errors.Select(error => (JsonNode)new JsonObject
        {
            ["file"] = error.File,
            ["code"] = error.Error.Code,
            ["error"] = error.Error.Message,
        })]),
    };

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
