using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Tests.Host.Training.Formation;

public sealed class RecentMaximumTests
{
    [Fact]
    public void It_remembers_for_its_window_and_no_longer()
    {
        var maximum = new RecentMaximum(blocks: 3, blockLength: 2);
        double Add(double value)
        {
            maximum.Add(value);
            return maximum.Value;
        }

        Assert.Equal([0.0, 5.0, 5.0, 5.0, 5.0, 5.0, 2.0, 2.0], new[] { -1.0, 5.0, 1.0, 0.0, 2.0, 1.0, 1.0, 0.0 }.Select(Add));
    }
}
