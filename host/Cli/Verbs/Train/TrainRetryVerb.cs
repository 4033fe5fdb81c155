using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs.Queue;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Goes on with a batch: what was stopped or given up, and what nobody has taken yet.</summary>
public sealed class TrainRetryVerb : TrainBatchVerb
{
    private readonly Option<int?> workers = NumberOption.Int("--workers", "Processes (default: the cores)", 1, 256);

    public override string Name => "retry";

    public override string Summary => "Go on with a batch of trainings: what was stopped, failed or not begun.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae train retry", "the newest batch"), ("mae train retry --run 3", "its third run, and what nobody has taken")];

    public override IEnumerable<Symbol> Symbols => [.. base.Symbols, workers];

    protected override Task<VerbResult> RunAsync(TrainingBatch found, QueuedRun? one, ParseResult parse, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(parse);
        if (one is null)
            found.Retry();
        else
            one.Retry();
        return BatchWork.RunAsync(found, parse.GetValue(workers), context);
    }
}
