using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cluster;
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
    private readonly Option<string?> cluster = ClusterOption("Store of a cluster: work at the batches that were given to it");
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "work";

    public override string Summary => "Work at batches of trainings in a shared folder, also from another machine.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae train work --runs /mnt/lab/runs", "take what is to be trained there, until nothing is left"),
        ("mae train work --runs /mnt/lab/runs --stay", "and wait for more"),
        ("mae train work --cluster redis://10.0.0.7/lab --stay", "whatever mae train ... --cluster gives to cluster lab"),
    ];

    public override IEnumerable<Symbol> Symbols => [batch, workers, stay, cluster, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var root = parse.GetRequiredValue(runs);
        using var given = parse.GetValue(cluster) is { } store ? new ClusterBatches(store) : null;
        var named = parse.GetValue(batch) is { } name ? TrainingBatch.Find(root, name) : null;
        if (given is not null && named is not null)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE588", "A batch is named, and --cluster says which there are.", "Give one of the two.");
        }

        var done = 0;
        do
        {
            IEnumerable<TrainingBatch> there = given is not null ? await OfClusterAsync(given)
                : named is null ? TrainingBatch.In(root).Reverse() : [named];
            var open = there.Where(one => !one.Queue.IsOver).ToList();
            foreach (var one in open)
            {
                done += await WorkAsync(one, parse.GetValue(workers) ?? Environment.ProcessorCount, context);
                if (given is not null && one.Queue.IsOver)
                    await given.RemoveAsync(one.Folder.Path);
            }

            if (open.Count == 0 && parse.GetValue(stay))
                await Task.Delay(Look, context.Cancellation);
        }
        while (parse.GetValue(stay));
        return new VerbResult(new JsonObject { ["runs_done"] = done });
    }

    internal static Option<string?> ClusterOption(string description) => new("--cluster") { Description = description, HelpName = "STORE" };

    // A folder that this machine does not see is others' work.
    private static async Task<IEnumerable<TrainingBatch>> OfClusterAsync(ClusterBatches given) =>
        [.. (await given.FoldersAsync()).Where(Directory.Exists)
            .Select(folder => TrainingBatch.Find(Path.GetDirectoryName(folder)!, folder))];

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
