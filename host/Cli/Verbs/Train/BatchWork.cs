using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs.Queue;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Works at a batch with processes of this machine, shows how far it is, and says what came out.</summary>
internal static class BatchWork
{
    /// <summary>Of a line on the progress where nobody sees a bar.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <param name="workers">Null: one a core.</param>
    public static async Task<VerbResult> RunAsync(TrainingBatch batch, int? workers, VerbContext context)
    {
        var count = Math.Min(workers ?? Environment.ProcessorCount, batch.Queue.Runs.Count);
        context.Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"{batch.Queue.Runs.Count} runs of mae {batch.Verb} by {count} workers: {batch.Name}"));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var json = await batch.KeepAsync(() => WatchAsync(batch, count, context), context);
        json = json.DeepClone().AsObject();
        json["workers"] = count;
        json["wall_seconds"] = JsonText.Number(watch.Elapsed.TotalSeconds);
        Tell(context, batch);
        return new VerbResult(json, CodeOf(batch.Summary()));
    }

    public static int CodeOf(BatchSummary summary) =>
        summary.Count(QueueState.Failed) == 0 ? ExitCode.Ok : summary.Count(QueueState.Done) == 0 ? ExitCode.Failed : ExitCode.Partial;

    public static void Tell(VerbContext context, TrainingBatch batch)
    {
        var summary = batch.Summary();
        BatchTable.Write(context, summary);
        foreach (var row in summary.Rows.Where(row => row.Error is not null))
            context.Console.WriteLine($"{row.Id} failed: {row.Error!["code"]} {row.Error["what"]} {row.Error["next"]}");
        if (summary.Count(QueueState.Failed) > 0)
            context.Console.WriteLine($"What can be mended goes on with: mae train retry {batch.Name}");
        if (File.Exists(batch.Folder.PathOf("report.html")))
            context.Console.WriteLine($"Report: {batch.Folder.PathOf("report.html")}");
    }

    private static async Task WatchAsync(TrainingBatch batch, int workers, VerbContext context)
    {
        var pool = new WorkerPool(
            batch.Queue, [.. OwnProgram.CommandLine, "train", "work", batch.Folder.Path, "--workers", "1"], workers,
            batch.Folder.PathOf("workers"));
        if (context.IsTerminal)
        {
            await context.Console.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                    new SpinnerColumn())
                .StartAsync(async progress =>
                {
                    var bar = progress.AddTask("runs", maxValue: batch.Queue.Runs.Count);
                    await pool.RunAsync(
                        () =>
                        {
                            var summary = batch.Summary();
                            bar.Value = summary.Count(QueueState.Done) + summary.Count(QueueState.Failed);
                            bar.Description = Markup.Escape(Line(summary));
                        },
                        context.Cancellation);
                });
        }
        else
        {
            var said = new Lines(context.Console);
            await pool.RunAsync(() => said.Say(batch.Summary()), context.Cancellation);
        }

        // Stopped by another command while this one worked.
        if (batch.Queue.Runs.Any(run => run.State == QueueState.Stopped))
            throw new OperationCanceledException("The batch was stopped.");
    }

    private static string Line(BatchSummary summary)
    {
        var running = summary.Rows.Where(row => row.State == QueueState.Running).ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.Count(QueueState.Done)} of {summary.Rows.Count} done, {running.Count} running, "
            + $"{summary.Count(QueueState.Failed)} failed");
    }

    // A line for each run that begins to be, or is over, and now and then how far the others are.
    private sealed class Lines(IAnsiConsole console)
    {
        private readonly Dictionary<string, string> states = [];
        private readonly System.Diagnostics.Stopwatch since = System.Diagnostics.Stopwatch.StartNew();

        public void Say(BatchSummary summary)
        {
            foreach (var row in summary.Rows)
            {
                var before = states.GetValueOrDefault(row.Id, QueueState.Waiting);
                if (before == row.State)
                    continue;
                states[row.Id] = row.State;
                var figure = row.Figure is { } known
                    ? string.Create(CultureInfo.InvariantCulture, $", {known.Label} {known.Value:G4}")
                    : "";
                var options = string.Join(", ", row.Options.Select(option => $"{option.Key} {option.Value}"));
                console.WriteLine($"run {row.Id} ({options}): {row.State}{figure}{(row.Attempts > 1 ? $", attempt {row.Attempts}" : "")}");
            }

            if (since.Elapsed < Pause)
                return;
            since.Restart();
            foreach (var row in summary.Rows.Where(row => row.State == QueueState.Running))
                console.WriteLine($"run {row.Id}: {row.LastLine}");
        }
    }
}
