using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging.MqttNet;

public sealed class LineWatchTests
{
    private readonly StoppedClock _clock = new();

    [Fact]
    public void Asks_after_the_keep_alive_in_silence_and_is_dead_after_as_long_again()
    {
        var watch = new LineWatch(TimeSpan.FromSeconds(5), _clock);
        Assert.Equal(5, watch.UntilPing().TotalSeconds, 6);
        _clock.Advance(5);
        Assert.True(watch.UntilPing() <= TimeSpan.Zero);
        watch.Ping();
        watch.Sent();
        Assert.False(watch.IsDead);
        _clock.Advance(4.9);
        Assert.False(watch.IsDead);
        _clock.Advance(0.2);
        Assert.True(watch.IsDead);
    }

    [Fact]
    public void Whatever_is_heard_is_an_answer()
    {
        var watch = new LineWatch(TimeSpan.FromSeconds(5), _clock);
        _clock.Advance(6);
        watch.Ping();
        watch.Sent();
        _clock.Advance(1);
        watch.Heard();
        _clock.Advance(4.5);
        Assert.False(watch.IsDead);
        watch.Sent();
        Assert.Equal(0.5, watch.UntilPing().TotalSeconds, 6);
    }

    [Fact]
    public void A_line_that_only_sends_is_asked_too()
    {
        var watch = new LineWatch(TimeSpan.FromSeconds(5), _clock);
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(1);
            watch.Sent();
        }

        Assert.True(watch.UntilPing() <= TimeSpan.Zero);
    }

    private sealed class StoppedClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(double seconds) => _ticks += (long)(seconds * TimeSpan.TicksPerSecond);
    }
}
