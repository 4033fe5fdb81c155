using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs.Queue;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Stops a batch, or one run of it, wherever its workers are.</summary>
public sealed class TrainStopVerb : TrainBatchVerb
{
    public override string Name => "stop";

    public override string Summary => "Stop a batch of trainings, or one run of it; each leaves a checkpoint.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae train stop", "the newest batch"), ("mae train stop --run 3", "only its third run")];

    protected override Task<VerbResult> RunAsync(TrainingBatch found, QueuedRun? one, ParseResult parse, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(context);
        var open = (one is null ? found.Queue.Runs : [one])
            .Where(run => run.State is QueueState.Waiting or QueueState.Running).ToList();
        if (one is null)
            found.Stop();
        else
            one.Stop();
        context.Console.WriteLine(
            $"{open.Count} runs of {found.Name} end within {2 * RunQueue.Beat.TotalSeconds:0} s. Go on: mae train retry {found.Name}");
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["batch"] = found.Name, ["stopped"] = JsonText.Array(open.Select(run => run.Id)),
        }));
    }
}
