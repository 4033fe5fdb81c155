using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Runs.Queue;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Lends this machine to batches of trainings that lie in a folder which it shares with others.</summary>
public sealed class TrainWorkVerb : Verb
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private readonly Argument<string?> batch = new(
        "BATCH") { Description = "Name or path of its folder (default: all in the folder for runs)", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<int?> workers = NumberOption.Int("--workers", "Processes (default: the cores); 1 works in this one", 1, 256);
    private readonly Option<bool> stay = new("--stay") { Description = "Wait for more when nothing is left, until Ctrl-C" };
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "work";

    public override string Summary => "Work at batches of trainings in a shared folder, also from another machine.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae train work --runs /mnt/lab/runs", "take what is to be trained there, until nothing is left"),
        ("mae train work --runs /mnt/lab/runs --stay", "and wait for more"),
    ];

    public override IEnumerable<Symbol> Symbols => [batch, workers, stay, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var root = parse.GetRequiredValue(runs);
        var named = parse.GetValue(batch) is { } name ? TrainingBatch.Find(root, name) : null;
        var done = 0;
        do
        {
            var open = (named is null ? TrainingBatch.In(root).Reverse() : [named]).Where(one => !one.Queue.IsOver).ToList();
            foreach (var one in open)
                done += await WorkAsync(one, parse.GetValue(workers) ?? Environment.ProcessorCount, context);
            if (open.Count == 0 && parse.GetValue(stay))
                await Task.Delay(Look, context.Cancellation);
        }
        while (parse.GetValue(stay));
        return new VerbResult(new JsonObject { ["runs_done"] = done });
    }

    private static async Task<int> WorkAsync(TrainingBatch one, int workers, VerbContext context)
    {
        var before = one.Queue.Runs.Count(run => run.State == QueueState.Done);
        if (workers == 1)
        {
            // Files that the command line named lie where it was typed.
            if (one.Directory is { } place && Directory.Exists(place))
                Directory.SetCurrentDirectory(place);
            await new QueueWorker(ExecuteAsync).RunAsync(
                one.Queue,
                claim => context.Console.WriteLine($"{one.Name}: run {claim.Run.Id}, attempt {claim.Attempt}"),
                context.Cancellation);
        }
        else
        {
            var pool = new WorkerPool(
                one.Queue, [.. OwnProgram.CommandLine, "train", "work", one.Folder.Path, "--workers", "1"], workers,
                one.Folder.PathOf($"workers-{Environment.MachineName}-{Environment.ProcessId}"));
            await pool.RunAsync(() => { }, context.Cancellation);
        }

        await CloseAsync(one, context);
        return one.Queue.Runs.Count(run => run.State == QueueState.Done) - before;
    }

    // Whoever began the batch writes its page; where he is gone, the last worker does.
    private static async Task CloseAsync(TrainingBatch one, VerbContext context)
    {
        try
        {
            await one.KeepAsync(() => Task.CompletedTask, context);
        }
        catch (MaeException exception) when (RunCatalog.IsInProgress(exception))
        {
        }
    }

    private static async Task<(int Code, JsonObject? Json)> ExecuteAsync(
        IReadOnlyList<string> arguments, TextWriter log, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        var code = await MaeApp.RunAsync([.. arguments], output, log, cancellation);
        var text = output.ToString();
        return (code, text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject);
    }
}
