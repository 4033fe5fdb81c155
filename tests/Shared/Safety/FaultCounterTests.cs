using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Tests.Shared.Safety;

public class FaultCounterTests
{
    [Fact]
    public void Counts_in_a_row_and_in_all()
    {
        var counter = new FaultCounter();
        foreach (bool faulty in new[] { true, true, false, true, true, true })
            counter.Observe(faulty);
        Assert.Equal(3, counter.InRow);
        Assert.Equal(5u, counter.Total);
        counter.ClearRow();
        Assert.Equal(0, counter.InRow);
        Assert.Equal(5u, counter.Total);
    }
}
