using System.Diagnostics;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

public sealed class SearchEffortTests
{
    [Fact]
    public void Counted_effort_is_spent_by_counting()
    {
        var effort = new SearchEffort(4, long.MaxValue, CancellationToken.None);
        for (var i = 0; i < 4; i++)
        {
            Assert.False(effort.IsOver);
            effort.Count();
        }

        Assert.Equal((4, true), (effort.Done, effort.IsOver));
    }

    [Fact]
    public void The_deadline_and_cancelling_end_both_kinds()
    {
        using var cancel = new CancellationTokenSource();
        var timed = new SearchEffort(null, Stopwatch.GetTimestamp() + (1000 * Stopwatch.Frequency), cancel.Token);
        Assert.False(timed.IsOver);
        cancel.Cancel();
        Assert.True(timed.IsOver);
        Assert.True(new SearchEffort(100, Stopwatch.GetTimestamp(), CancellationToken.None).IsOver);
        Assert.True(new SearchEffort(null, Stopwatch.GetTimestamp() - 1, CancellationToken.None).IsOver);
    }
}
