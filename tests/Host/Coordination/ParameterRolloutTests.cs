using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Tests.Host.Coordination;

public class ParameterRolloutTests
{
    private readonly InProcessBroker broker = new();
    private readonly FleetSession session;
    private readonly FakeRover rover;
    private readonly byte[] set = Set(version: 3, numbers: 400);
    private readonly ParameterRollout rollout;

    public ParameterRolloutTests()
    {
        session = CoordinationSession.Open(broker);
        session.BeginEpoch();
        rover = new FakeRover(broker, "a");
        rollout = new ParameterRollout(session, 3, new Dictionary<string, byte[]> { ["a"] = set });
        rollout.Begin(0);
        rover.Listen();
    }

    private RolloutTarget Target => rollout.Targets.Single();

    [Fact]
    public void Desired_comes_first_and_holds_the_set_back()
    {
        var desired = Assert.Single(rover.Desired);
        Assert.Equal((3u, set.Length, Wire.DesiredFrame.StageOnly), (desired.Version, desired.ByteCount, desired.ActivateAtTick));
        Assert.Empty(rover.Chunks);
    }

    [Fact]
    public void Chunks_come_from_the_one_the_rover_lacks_and_make_up_the_set()
    {
        Report("""{"status":"receiving","version":3,"next_chunk":0}""");
        Assert.Equal(set, rover.Chunks.OrderBy(c => c.Index).SelectMany(c => c.Data));

        rover.Chunks.Clear();
        Report("""{"status":"receiving","version":3,"next_chunk":2}""");
        Assert.Equal(2, rover.Chunks.Min(c => c.Index));
    }

    [Fact]
    public void Only_the_rovers_own_word_counts()
    {
        Assert.False(rollout.AllStaged);
        Report("""{"status":"staged","version":3}""");
        Assert.True(rollout.AllStaged);

        rollout.ActivateAt(40, 0);
        Assert.False(rollout.AllScheduled);
        Report("""{"status":"staged","version":3,"activate_at_tick":40}""");
        Assert.True(rollout.AllScheduled);

        Report($$"""{"status":"active","version":3,"active_version":3,"active_crc32":{{Target.Crc}}}""");
        Assert.True(rollout.AllActive);
    }

    [Fact]
    public void Another_set_of_the_same_version_is_not_this_one()
    {
        Report($$"""{"status":"active","version":3,"active_version":3,"active_crc32":{{Target.Crc ^ 1}}}""");

        Assert.False(rollout.AllActive);
    }

    [Fact]
    public void A_refusal_keeps_its_reason()
    {
        Report("""{"status":"refused","version":3,"reason":"does not fit this rover"}""");

        Assert.True(rollout.AnyRefused);
        Assert.Equal("does not fit this rover", Target.Reason);
    }

    [Fact]
    public void A_rover_that_does_not_answer_is_told_again_every_second()
    {
        for (var now = 0L; now <= 3_000_000; now += 100_000)
        {
            session.Poll(now);
            rollout.Poll(now);
        }

        rover.Listen();
        Assert.InRange(rover.Desired.Count, 3, 4);
    }

    [Fact]
    public void A_rover_that_reboots_is_told_again_at_once()
    {
        rover.Desired.Clear();
        rover.Info();
        session.Poll(1);
        rover.Listen();

        Assert.Single(rover.Desired);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[1,2]")]
    [InlineData("{\"status\":7}")]
    public void A_report_that_is_no_report_changes_nothing(string text)
    {
        Report(text);

        Assert.Equal(RolloutState.Waiting, Target.State);
    }

    private void Report(string json)
    {
        rover.Report(json);
        session.Poll(1);
        rover.Listen();
    }

    private static byte[] Set(uint version, int numbers)
    {
        var buffer = new byte[16384];
        var builder = new ParameterSetBuilder(MissionKind.Formation, version, buffer);
        Assert.True(builder.Add(ParameterId.ModelOffset, [.. Enumerable.Range(0, numbers).Select(i => (double)i)], numbers));
        return buffer[..builder.Finish()];
    }
}
