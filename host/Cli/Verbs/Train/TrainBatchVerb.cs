using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Runs.Queue;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What <c>show</c>, <c>stop</c> and <c>retry</c> share: they name a batch.</summary>
public abstract class TrainBatchVerb : Verb
{
    private readonly Argument<string?> batch = new(
        "BATCH") { Description = "Name or path of its folder (default: the newest)", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> run = new("--run") { Description = "Only this run of it, such as 003", HelpName = "N" };
    private readonly Option<string> runs = CommonOption.Runs();

    public override IEnumerable<Symbol> Symbols => [batch, run, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(parse);
        var found = TrainingBatch.Find(parse.GetRequiredValue(runs), parse.GetValue(batch));
        return RunAsync(found, parse.GetValue(run) is { } id ? found.Run(id) : null, parse, context);
    }

    /// <param name="one">Only this run; null: all.</param>
    protected abstract Task<VerbResult> RunAsync(TrainingBatch found, QueuedRun? one, ParseResult parse, VerbContext context);
}
