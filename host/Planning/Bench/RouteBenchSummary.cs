namespace MultiAgentEdge.Host.Planning;

/// <summary>What all runs of a bench come to. Instances without a published score do not count.</summary>
/// <param name="Instances">With a published score.</param>
/// <param name="AtOrAbove">Of these, as many as reach it from every seed.</param>
/// <param name="RunsAtOrAbove">Of the runs on them.</param>
/// <param name="WorstGapPercent">The lowest <see cref="RouteBenchRun.GapPercent"/>; null without any.</param>
/// <param name="MeanGapPercent">Over the runs; null without any.</param>
/// <param name="WorstName">Instance of the worst gap.</param>
public sealed record RouteBenchSummary(
    int Instances, int AtOrAbove, int Runs, int RunsAtOrAbove, double? WorstGapPercent, double? MeanGapPercent, string? WorstName)
{
    public static RouteBenchSummary Of(IReadOnlyList<RouteBenchRun> runs)
    {
        var known = runs.Where(run => run.Published is not null).ToList();
        // By folder and name: one instance is solved from several seeds.
        var instances = known.GroupBy(run => run.Name).ToList();
        var worst = known.MinBy(run => run.GapPercent);
        return new RouteBenchSummary(
            instances.Count,
            instances.Count(group => group.All(run => run.IsAtOrAbove == true)),
            known.Count,
            known.Count(run => run.IsAtOrAbove == true),
            worst?.GapPercent,
            known.Count == 0 ? null : known.Average(run => run.GapPercent),
            worst?.Name);
    }
}
