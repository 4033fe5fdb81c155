using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli.Training;
using MultiAgentEdge.Host.Cli.Views;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Trains the formation example of paper S1 offline and evaluates what came out.</summary>
public sealed class TrainFormationVerb : Verb
{
    private readonly Option<int?> seed = NumberOption.Int("--seed", "Same seed, same bits (default 1)", 0, int.MaxValue);
    private readonly Option<int?> samples = NumberOption.Int("--samples", "Control periods to learn from (default 30000)", 1, 10_000_000);
    private readonly Option<int?> rounds = NumberOption.Int("--rounds", "Negotiation rounds a period (default 2)", 1, 1000);
    private readonly Option<string?> update = UpdateRules.Option();
    private readonly Option<string> runs = new("--runs") { Description = "Folder for run folders", DefaultValueFactory = _ => "runs" };

    public override string Name => "formation";

    public override string Summary => "Let the formation's local controllers learn from experience together.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae train formation", "30,000 samples, then 20 new initial states without learning, learned, and with the oracle"),
        ("mae train formation --update q-learning", "the update of paper S1 alone, without system identification"),
        ("mae train formation --seed 2 --samples 6000 --json", "a shorter run, the figures as JSON"),
    ];

    public override IEnumerable<Symbol> Symbols => [seed, samples, rounds, update, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var options = new QLearnerOptions();
        options = options with
        {
            Seed = (ulong)(parse.GetValue(seed) ?? 1),
            Samples = parse.GetValue(samples) ?? options.Samples,
            Rounds = parse.GetValue(rounds) ?? options.Rounds,
            Update = UpdateRules.Of(parse.GetValue(update)) ?? options.Update,
        };
        var run = RunFolder.Create(parse.GetRequiredValue(runs), "train-formation", DateTimeOffset.UtcNow);
        var document = TrainingJson.Begin(options);
        run.Write("run.json", document);
        var watch = Stopwatch.StartNew();
        TrainingResult result;
        try
        {
            using var csv = run.Begin("experience.csv");
            result = await TrainingProgress.WatchAsync(context, options.Samples, progress =>
                FormationTraining.Run(FormationScenario.PaperS1(), options, csv.Writer, progress, context.Cancellation));
            csv.Complete();
        }
        catch (Exception exception)
        {
            document["state"] = exception is OperationCanceledException ? "stopped" : "failed";
            document["error"] = exception.Message;
            run.Write("run.json", document);
            throw;
        }

        var json = TrainingJson.Result(options, result, watch.Elapsed, run.Path);
        document["state"] = "completed";
        document["results"] = json.DeepClone();
        run.Write("run.json", document);
        run.Write("theta.json", TrainingJson.Theta(result));
        Close(context, result, run);
        return new VerbResult(json);
    }

    private static void Close(VerbContext context, TrainingResult result, RunFolder run)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("20 new initial states", "cost", "mean abs coupling error, m", "violations");
        foreach (var (name, figures) in new[] { ("no learning", result.NoLearning), ("learned", result.Learned), ("oracle", result.Oracle) })
        {
            table.AddRow(
                name,
                figures.StageCost.ToString("0.000", CultureInfo.InvariantCulture),
                string.Join(" / ", figures.CouplingErrorAbsM.Select(error => error.ToString("0.000", CultureInfo.InvariantCulture))),
                figures.ViolationShare.ToString("P1", CultureInfo.InvariantCulture));
        }

        context.Console.Write(table);
        if (result.Rollbacks > 0)
            context.Console.MarkupLineInterpolated($"Learning diverged and was rolled back to its best parameters {result.Rollbacks} times.");
        context.Console.MarkupLineInterpolated($"Run: [bold]{run.Path}[/]");
    }
}
