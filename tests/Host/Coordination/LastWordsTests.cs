using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Coordination;

public sealed class LastWordsTests
{
    private readonly LastWords words = new(TimeProvider.System);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rover_that_is_lost_leaves_what_it_said_before(bool asText)
    {
        Assert.Null(words.Hear(State("a", RoverMode.Running, 5, 0.25)));
        Assert.Null(words.Hear(State("b", RoverMode.Disarmed, 1, 9)));
        Assert.Null(words.Hear(State("a", RoverMode.SafeStop, 6, 0.5)));
        var before = DateTimeOffset.UtcNow;
        var will = asText ? new Message("mae/1/f/a/state", "lost"u8.ToArray(), false) : State("a", RoverMode.Lost, 0);
        var said = Assert.NotNull(words.Hear(will));
        Assert.Equal(("mae/1/f/a/last", true), (said.Topic, said.Retained));
        var word = LastWord.TryRead(said.Payload)!;
        Assert.Equal((RoverMode.SafeStop, 6u, 0.5), (word.Mode, word.Tick, Assert.Single(word.State)));
        Assert.InRange(word.LostAt, before.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public void Once_for_each_loss_and_never_for_what_a_broker_kept()
    {
        Assert.Null(words.Hear(State("a", RoverMode.Lost, 0)));
        Assert.Null(words.Hear(State("a", RoverMode.Running, 5, 1) with { Retained = true }));
        Assert.Null(words.Hear(State("a", RoverMode.Lost, 0)));
        Assert.Null(words.Hear(State("a", RoverMode.Running, 6, 1)));
        Assert.NotNull(words.Hear(State("a", RoverMode.Lost, 0)));
        Assert.Null(words.Hear(State("a", RoverMode.Lost, 0)));
        Assert.Null(words.Hear(new Message("mae/1/f/a/state", [1, 2, 3], false)));
    }

    [Fact]
    public void Made_up_rovers_fill_no_memory()
    {
        for (var i = 0; i < 3000; i++)
            words.Hear(State($"r{i}", RoverMode.Running, 1, 1));
        Assert.Equal(1024, Enumerable.Range(0, 3000).Count(i => words.Hear(State($"r{i}", RoverMode.Lost, 0)) is not null));
    }

    /// <summary>A host that commands writes it down, one that only looks reads it, and does not write.</summary>
    [Fact]
    public void Whoever_looks_later_finds_it()
    {
        var broker = new InProcessBroker();
        using var commanding = Session(broker, words);
        using var looking = Session(broker, null);
        var rover = new FakeRover(broker, "a");
        rover.State(RoverMode.Running, version: 3, tick: 8);
        commanding.Poll(0);
        looking.Poll(0);
        rover.State(RoverMode.Lost);
        looking.Poll(1);
        Assert.Null(looking.Roster["a"].LastWord);
        commanding.Poll(1);
        using var later = Session(broker, null);
        later.Poll(2);
        var word = later.Roster["a"].LastWord!;
        Assert.Equal((RoverMode.Running, 8u, 3u), (word.Mode, word.Tick, word.ParameterVersion));
    }

    private static FleetSession Session(InProcessBroker broker, LastWords? words)
    {
        var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = Guid.NewGuid().ToString() });
        var session = new FleetSession(link, "fleet") { LastWords = words };
        session.Subscribe();
        return session;
    }

    private static Message State(string rover, RoverMode mode, uint tick, params double[] values)
    {
        var frame = new StateFrame(4) { Mode = mode, Tick = tick, StateCount = values.Length };
        values.CopyTo(frame.State, 0);
        var buffer = new byte[256];
        var length = FrameCodec.Seal(buffer, FrameKind.State, 1, 1, 0, frame.Write(buffer, FrameCodec.HeaderBytes));
        return new Message($"mae/1/f/{rover}/state", buffer[..length], false);
    }
}
