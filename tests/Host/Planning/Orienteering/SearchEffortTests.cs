using System.Diagnostics;

namespace MultiAgentEdge.Host.Tests.Planning.Orienteering;

public sealed class SearchEffortTests
{
    [Fact]
    public void Counted_effort_is_spent_by_counting()
    {
        var effort = new SearchEffort(4, long.MaxValue, CancellationToken.None);
        Assert.Equal(0, effort.Spent);
        for (var i = 0; i < 3; i++)
            effort.Count();
        Assert.Equal((0.75, false), (effort.Spent, effort.IsOver));
        effort.Count();
        Assert.True(effort.IsOver);
    }

    [Fact]
    public void The_deadline_and_cancelling_end_both_kinds()
    {
        using var cancel = new CancellationTokenSource();
        var timed = new SearchEffort(null, Stopwatch.GetTimestamp() + (1000 * Stopwatch.Frequency), cancel.Token);
        Assert.True(timed.Spent is >= 0 and < 1 && !timed.IsOver);
        cancel.Cancel();
        Assert.True(timed.IsOver);
        Assert.True(new SearchEffort(100, Stopwatch.GetTimestamp(), CancellationToken.None).IsOver);
        Assert.True(new SearchEffort(null, Stopwatch.GetTimestamp() - 1, CancellationToken.None).IsOver);
    }
}
