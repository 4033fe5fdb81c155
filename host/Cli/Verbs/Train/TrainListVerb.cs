using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Runs.Queue;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Every batch of trainings, newest first.</summary>
public sealed class TrainListVerb : Verb
{
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "ls";

    public override string Summary => "List batches of trainings: done, running, failed, best.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae train ls", "newest first"), ("mae train ls --json", "as JSON")];

    public override IEnumerable<Symbol> Symbols => [runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var root = parse.GetRequiredValue(runs);
        var all = TrainingBatch.In(root).Select(batch => batch.Summary()).ToList();
        var table = new FittedTable("batch", "training", "runs", "done", "running", "waiting", "stopped", "failed", "best")
            .Optional("training").Optional("stopped");
        foreach (var one in all)
        {
            string Count(string state) => one.Count(state).ToString(CultureInfo.InvariantCulture);
            table.Add(
                one.Name, one.Verb, one.Rows.Count.ToString(CultureInfo.InvariantCulture), Count(QueueState.Done),
                Count(QueueState.Running), Count(QueueState.Waiting), Count(QueueState.Stopped), Count(QueueState.Failed),
                one.Best?.Figure is { } figure ? string.Create(CultureInfo.InvariantCulture, $"{figure.Label} {figure.Value:G4}") : "");
        }

        if (all.Count == 0)
            context.Console.WriteLine($"There are no batches in {Path.GetFullPath(root)}. Make one: mae train formation --seeds 1..8");
        else
            table.Write(context.Console);
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["folder"] = Path.GetFullPath(root),
            ["batches"] = new JsonArray([.. all.Select(one =>
            {
                var json = one.ToJson();
                json.Remove("runs");
                json.Remove("by_option");
                json.Remove("run_dir");
                return (JsonNode)json;
            })]),
        }));
    }
}
