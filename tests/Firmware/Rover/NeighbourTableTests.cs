using MultiAgentEdge.Actor;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Firmware.Rover;

/// <summary>Which of the others a rover sees, frame by frame and period by period.</summary>
public class NeighbourTableTests
{
    private const int SilenceLimit = 3;

    private readonly NeighbourTable table = Table(capacity: 2);
    private readonly INeighbourController controller;
    private readonly Dictionary<string, uint> sequences = [];
    private readonly LinkMessage message = new(1024);
    private readonly FrameHeader header = new();
    private uint tick = 10;
    private uint epoch = 1;

    public NeighbourTableTests()
    {
        var bytes = CoverageSets.Build(CoverageSets.Policy());
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        controller = Assert.IsType<CoverageController>(ControllerFactory.TryCreate(set, new RoverOptions()));
    }

    // The first may be a retained one of any age.
    [Fact]
    public void A_rover_is_seen_from_its_second_frame_on()
    {
        Say("a", 0.5, 0.25);
        Assert.Empty(Seen());
        Begin();
        Assert.Equal(0, table.Count);
        Say("a", 0.6, 0.25);
        Begin();
        Assert.Equal(1, table.Count);
        Assert.Equal([(0.6, 0.25)], Seen());
    }

    [Fact]
    public void One_that_is_silent_for_too_long_is_taken_out_and_has_to_be_heard_twice_again()
    {
        Hear("a");
        for (var k = 0; k < SilenceLimit; k++)
        {
            Begin();
            Assert.Equal(1, table.Count);
        }

        Begin();
        Assert.Equal(0, table.Count);
        Assert.Empty(Seen());
        Say("a", 1, 1);
        Begin();
        Assert.Equal(0, table.Count);
        Say("a", 1, 1);
        Begin();
        Assert.Equal(1, table.Count);
    }

    [Fact]
    public void Who_was_in_step_is_waited_for_and_who_left_is_not()
    {
        Hear("a");
        Begin();
        Assert.False(table.IsComplete(tick));
        Say("a", 0, 0);
        Assert.True(table.IsComplete(tick));
        Assert.Equal(1, table.InStep(tick));

        Begin();
        Assert.False(table.IsComplete(tick));
        // Its last will: it stays where it was until it has been silent for too long.
        Say("a", 0, 0, frame => frame.Mode = RoverMode.Lost);
        Assert.True(table.IsComplete(tick));
        Assert.Single(Seen());
    }

    [Fact]
    public void Old_and_doubled_frames_tell_nothing()
    {
        Hear("a");
        var old = Frame("a", 9, 9);
        Say("a", 0.5, 0.5);
        Assert.True(Take("a", Frame("a", 0.7, 0.7)));
        // Late: its number has passed.
        Assert.True(Take("a", old));
        Begin();
        Assert.Equal([(0.7, 0.7)], Seen());
    }

    public static TheoryData<string> Strangers => ["mae/1/f/a/plan", "mae/1/other/a/state", "mae/1/f/a/b/state", "mae/1/f/state"];

    [Theory]
    [MemberData(nameof(Strangers))]
    public void Who_a_frame_is_from_is_told_by_its_topic_alone(string topic)
    {
        Assert.False(TakeFrom(topic, Frame("a", 0, 0)));
        Assert.False(TakeFrom(null, Frame("a", 0, 0)));
    }

    [Fact]
    public void Its_own_words_and_those_of_other_missions_are_no_fault_and_nobody()
    {
        for (var k = 0; k < 3; k++)
        {
            Say("rover-1", 1, 1);
            Say("a", 1, 1, frame => frame.MissionKind = MissionKind.Formation);
            Say("b", 1, 1, frame => frame.StateCount = 2);
            Begin();
        }

        Assert.Equal((0, 0), (table.Count, Seen().Length));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void Where_nobody_can_be_is_refused_and_the_place_before_stays(double x)
    {
        Hear("a");
        Assert.False(Take("a", Frame("a", x, 0)));
        Assert.False(Take("a", Frame("a", 0, 0, frame => frame.State[3] = x)));
        Begin();
        Assert.Equal([(0.0, 0.0)], Seen());
    }

    [Fact]
    public void A_damaged_frame_is_refused()
    {
        var frame = Frame("a", 0, 0);
        Array.Copy(frame, message.Payload, frame.Length);
        (message.Length, message.Topic) = (frame.Length, "mae/1/f/a/state");
        Assert.Equal(FrameStatus.Ok, FrameCodec.TryOpen(message.Payload, frame.Length, header));
        header.PayloadLength -= 3;
        Assert.False(table.TryTake(message, header, controller, tick));
    }

    [Fact]
    public void In_a_full_table_the_one_silent_longest_makes_room()
    {
        Hear("a");
        Begin();
        Hear("b");
        Hear("c");
        Begin();
        Assert.Equal(2, table.Count);
        Assert.Equal([(0.0, 0.0), (0.0, 0.0)], Seen());
        // a is a stranger again: it takes two frames to be seen.
        Say("a", 5, 5);
        Begin();
        Assert.DoesNotContain((5.0, 5.0), Seen());
    }

    [Fact]
    public void A_rover_that_counts_its_boots_anew_is_heard_again_after_its_will()
    {
        epoch = 7;
        Hear("a");
        Say("a", 0, 0, frame => frame.Mode = RoverMode.Lost);
        (epoch, sequences["a"]) = (1, 0);
        tick++;
        Say("a", 2, 2);
        Say("a", 2, 2);
        Begin();
        Assert.Equal([(2.0, 2.0)], Seen());
    }

    private static NeighbourTable Table(int capacity) =>
        new(
            new RoverOptions { Fleet = TestFleet.Name, Name = "rover-1", NeighbourCapacity = capacity },
            new RoverTopics(TestFleet.Name, "rover-1"));

    private void Begin() => table.BeginPeriod(++tick, SilenceLimit);

    /// <summary>Twice: it counts.</summary>
    private void Hear(string name)
    {
        Say(name, 0, 0);
        Say(name, 0, 0);
    }

    private void Say(string name, double x, double y, Action<StateFrame>? change = null) =>
        Assert.True(Take(name, Frame(name, x, y, change)));

    private bool Take(string name, byte[] frame) => TakeFrom($"mae/1/{TestFleet.Name}/{name}/state", frame);

    private bool TakeFrom(string? topic, byte[] frame)
    {
        Array.Copy(frame, message.Payload, frame.Length);
        (message.Length, message.Topic) = (frame.Length, topic!);
        Assert.Equal(FrameStatus.Ok, FrameCodec.TryOpen(message.Payload, frame.Length, header));
        return table.TryTake(message, header, controller, tick);
    }

    private byte[] Frame(string name, double x, double y, Action<StateFrame>? change = null)
    {
        var frame = new StateFrame(8) { Mode = RoverMode.Running, MissionKind = MissionKind.Coverage, Tick = tick, StateCount = 4 };
        (frame.State[0], frame.State[1]) = (x, y);
        change?.Invoke(frame);
        var buffer = new byte[512];
        sequences[name] = sequences.GetValueOrDefault(name) + 1;
        return buffer[..FrameCodec.Seal(buffer, FrameKind.State, epoch, sequences[name], 0, frame.Write(buffer, FrameCodec.HeaderBytes))];
    }

    private (double X, double Y)[] Seen()
    {
        var scope = new NeighbourScope(2, 2);
        table.Show(scope);
        scope.Select(0, 0);
        return [.. Enumerable.Range(0, scope.Count).Select(k => (scope.SeenX(k), scope.SeenY(k)))];
    }
}
