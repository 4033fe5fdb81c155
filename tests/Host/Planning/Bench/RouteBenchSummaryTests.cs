namespace MultiAgentEdge.Tests.Host.Planning.Bench;

public sealed class RouteBenchSummaryTests
{
    [Fact]
    public void An_instance_counts_as_reached_only_from_every_seed()
    {
        var summary = RouteBenchSummary.Of(
            [Run("a", 1, 100, 100), Run("a", 2, 99, 100), Run("b", 1, 51, 50), Run("b", 2, 50, 50), Run("c", 1, 7, null)]);
        Assert.Equal((2, 1, 4, 3), (summary.Instances, summary.AtOrAbove, summary.Runs, summary.RunsAtOrAbove));
        Assert.Equal((-1.0, "a"), (summary.WorstGapPercent, summary.WorstName));
        Assert.Equal(0.25, summary.MeanGapPercent!.Value, 1e-12);
    }

    [Fact]
    public void Without_published_scores_there_is_no_gap()
    {
        var summary = RouteBenchSummary.Of([Run("c", 1, 7, null)]);
        Assert.Equal((0, 0, null, null), (summary.Instances, summary.AtOrAbove, summary.WorstGapPercent, summary.WorstName));
    }

    private static RouteBenchRun Run(string name, int seed, double score, double? published) =>
        new(name, 10, 1, seed, score, published, false, 1);
}
