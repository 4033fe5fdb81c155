namespace MultiAgentEdge.Tests.Host.Planning.Bench;

public sealed class RouteBenchRunTests
{
    [Theory]
    [InlineData(95.0, 100.0, -5.0, false)]
    [InlineData(100.0, 100.0, 0.0, true)]
    [InlineData(102.0, 100.0, 2.0, true)]
    public void The_gap_is_in_percent_of_the_published_score(double score, double published, double gap, bool isAtOrAbove)
    {
        var run = new RouteBenchRun("a", 10, 1, 1, score, published, false, 1);
        Assert.Equal((gap, isAtOrAbove), (run.GapPercent, run.IsAtOrAbove));
    }
}
