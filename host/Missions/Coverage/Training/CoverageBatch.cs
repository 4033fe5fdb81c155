using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>
/// Several runs of <c>mae train coverage</c>, one on each core. A run's folder and memory come into being when its turn comes, and its
/// memory goes when it is over: a hundred seeds need no more than the cores do.
/// </summary>
public sealed class CoverageBatch(IReadOnlyList<CoverageBatch.Member> members)
{
    private readonly JsonObject?[] results = new JsonObject?[members.Count];
    private readonly string?[] folders = new string?[members.Count];

    /// <param name="watch">Called after every piece of a run: the run and its seconds so far; from several threads.</param>
    /// <returns>What each run prints as JSON, in the order of the members.</returns>
    /// <exception cref="MaeException">MAE003: stopped, with what goes on with each run.</exception>
    public JsonObject[] Run(Action<CoverageTrainingRun, double> watch, CancellationToken cancellation)
    {
        // The first failure stops the others; each run's own folder says how it ended.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            Parallel.For(0, members.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                try
                {
                    stop.Token.ThrowIfCancellationRequested();
                    using var run = members[i].Begin();
                    folders[i] = run.Folder;
                    results[i] = run.Run(seconds => watch(run, seconds), stop.Token);
                }
                catch
                {
                    stop.Cancel();
                    throw;
                }
            });
        }
        catch (AggregateException several)
        {
            if (cancellation.IsCancellationRequested && members.Count > 1)
                throw Stopped(several);
            throw several.InnerExceptions.FirstOrDefault(
                one => one is not (OperationCanceledException or MaeException { ExitCode: ExitCode.Interrupted }))
                ?? several.InnerExceptions[0];
        }

        return results!;
    }

    private MaeException Stopped(Exception inner)
    {
        var open = Enumerable
            .Range(0, members.Count)
            .Where(i => results[i] is null)
            .ToLookup(i => folders[i] is { } folder && File.Exists(Path.Combine(folder, "checkpoint.bin")));
        List<string> next = [.. open[true].Select(i => $"mae train coverage --resume {folders[i]}")];
        if (open[false].Any())
            next.Add($"with the same options: --seeds {string.Join(',', open[false].Select(i => members[i].Seed))}");
        return new MaeException(
            ExitCode.Interrupted, "MAE003",
            $"Stopped; {members.Count - open.Sum(group => group.Count())} of {members.Count} runs are complete.",
            $"Go on with the others: {string.Join("; ", next)}", inner);
    }

    /// <summary>A run to come.</summary>
    /// <param name="Begin">Makes it, folder and all; called once, when its turn comes.</param>
    public sealed record Member(int Seed, Func<CoverageTrainingRun> Begin);
}
