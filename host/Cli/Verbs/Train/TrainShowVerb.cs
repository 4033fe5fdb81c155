using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs.Queue;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>One batch: its runs, and what they came to by option.</summary>
public sealed class TrainShowVerb : TrainBatchVerb
{
    public override string Name => "show";

    public override string Summary => "Show one batch of trainings: every run, mean, spread and best by option.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae train show", "the newest"), ("mae train show --run 3", "its third run, with what it said last")];

    protected override Task<VerbResult> RunAsync(TrainingBatch found, QueuedRun? one, ParseResult parse, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(context);
        if (one is null)
        {
            BatchWork.Tell(context, found);
            return Task.FromResult(new VerbResult(found.Summary().ToJson()));
        }

        context.Console.WriteLine($"mae {string.Join(' ', one.Arguments)}");
        context.Console.WriteLine($"{one.State}, {one.Attempts} attempts; {one.RunFolderPath ?? "no folder yet"}");
        if (one.Error is { } error)
            context.Console.WriteLine($"{error["code"]} {error["what"]} {error["next"]}");
        if (one.LastLine.Length > 0)
            context.Console.WriteLine($"It said last: {one.LastLine}");
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["batch"] = found.Name,
            ["id"] = one.Id,
            ["arguments"] = JsonText.Array(one.Arguments),
            ["options"] = one.Options.DeepClone(),
            ["state"] = one.State,
            ["attempts"] = one.Attempts,
            ["run_dir"] = one.RunFolderPath,
            ["last_line"] = one.LastLine,
            ["results"] = one.Results?.DeepClone(),
            ["error"] = one.Error?.DeepClone(),
        }));
    }
}
