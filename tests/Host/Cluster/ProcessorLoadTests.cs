using MultiAgentEdge.Host.Cluster;

namespace MultiAgentEdge.Tests.Host.Cluster;

public sealed class ProcessorLoadTests
{
    [Fact]
    public void It_is_the_share_of_all_processors_over_a_whole_window()
    {
        var (clock, used) = (new HandClock(), TimeSpan.FromSeconds(7));
        var load = new ProcessorLoad(clock, () => used, processors: 2);
        used += TimeSpan.FromSeconds(9);
        clock.Now += ProcessorLoad.Window / 2;
        Assert.Equal(0, load.Share);
        clock.Now += ProcessorLoad.Window / 2;
        Assert.Equal(0.9, load.Share, 1e-9);
        clock.Now += ProcessorLoad.Window;
        Assert.Equal(0, load.Share, 1e-9);
    }

    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
