using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Delivery.Coordination;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Host.Coordination;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Missions.Delivery.Coordination;

public sealed class DeliveryMissionTests : IDisposable
{
    private readonly InProcessBroker broker = new();
    private readonly DeliveryMemory memory = new(TaskGraph.PaperS4());
    private readonly List<string> said = [];
    private readonly FakeRover rover;
    private DeliveryMission mission = null!;
    private long now;

    public DeliveryMissionTests() => rover = new FakeRover(broker, "a");

    public void Dispose() => mission.Dispose();

    // Its wheels have counted nothing while it was off: it would drive from where it is not.
    [Theory]
    [InlineData(true, 1, true)]
    [InlineData(true, 2, false)]
    [InlineData(false, 2, true)]
    public void A_rover_that_restarted_is_armed_again_only_where_it_knows_its_place_without_counting(
        bool countWays, int bootCount, bool isArmed)
    {
        BeginDay(countWays);
        Assert.Equal([RoverCommand.Arm], rover.Commands.Select(c => c.Command));
        rover.Commands.Clear();

        now += 5_000_000;
        rover.Info(bootCount);
        rover.State(RoverMode.Disarmed, version: 1);
        Poll();
        Poll();

        Assert.Equal(isArmed, rover.Commands.Any(c => c.Command == RoverCommand.Arm));
        Assert.Equal(isArmed ? 0 : 1, said.Count(text => text.Contains("does not know where it stands", StringComparison.Ordinal)));
        Assert.Equal(!isArmed, mission.Members[0].IsGone);
    }

    [Fact]
    public void One_that_lost_its_flash_and_so_its_boot_count_is_left_out_too()
    {
        BeginDay(countWays: true);
        rover.Commands.Clear();
        now += 5_000_000;
        rover.Info();
        rover.State(RoverMode.Disarmed, version: 0);
        Poll();
        Assert.True(mission.Members[0].IsGone);
        Assert.Empty(rover.Commands);
    }

    [Fact]
    public void After_an_emergency_stop_a_person_arms_it_and_not_the_mission()
    {
        BeginDay(countWays: false);
        rover.State(RoverMode.EmergencyStop, version: 1);
        Poll();
        rover.Commands.Clear();
        for (var second = 0; second < 5; second++)
        {
            now += 1_000_000;
            rover.State(RoverMode.Disarmed, version: 1);
            Poll();
            Poll();
        }

        Assert.Empty(rover.Commands);
        rover.State(RoverMode.Armed, version: 1);
        Poll();
        Poll();
        Assert.Contains(rover.Commands, c => c.Command == RoverCommand.Start);
        Assert.Single(said, text => text.Contains("waits for a person to arm it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_first_edge_tells_a_rover_that_counts_its_way_that_it_stands_at_the_depot(bool countWays)
    {
        BeginDay(countWays);
        byte[] whole = [.. rover.Chunks.OrderBy(chunk => chunk.Index).SelectMany(chunk => chunk.Data)];
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(whole, whole.Length));
        var pose = new double[3];
        Assert.Equal(countWays, set.TryCopy(ParameterId.StartPose, pose, 3));
        Assert.Equal([0.0, 0.0, 0.0], pose);
    }

    /// <summary>Until the rover has its first edge and is told to arm.</summary>
    private void BeginDay(bool countWays)
    {
        mission = new DeliveryMission(
            CoordinationSession.Open(broker), memory.Graph, memory.Estimate, [[[0, 1, 2, 0]]], memory.SafeSet, ["a"],
            new DeliveryMissionOptions { CountWays = countWays });
        mission.Said += said.Add;
        rover.Info();
        rover.State(RoverMode.Disarmed);
        // A phase a poll, and one in which the first edge is offered.
        for (var poll = 0; poll < 4; poll++)
            Poll();
        Assert.Equal(MissionPhase.Arming, mission.Phase);
        while (rover.Chunks.Sum(chunk => chunk.Data.Length) is var received
            && (rover.Chunks.Count == 0 || received < rover.Desired[^1].ByteCount))
        {
            rover.Report($$"""{"status":"receiving","version":1,"next_chunk":{{rover.Chunks.Count}}}""");
            Poll();
            Assert.NotEqual(received, rover.Chunks.Sum(chunk => chunk.Data.Length));
        }

        rover.Report("""{"status":"staged","version":1}""");
        Poll();
        rover.State(RoverMode.Disarmed, version: 1);
        Poll();
        Poll();
    }

    private void Poll()
    {
        mission.Poll(now);
        rover.Listen();
    }
}
