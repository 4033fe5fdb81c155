using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Coordination;

public sealed class TeamMissionTests : IDisposable
{
    private readonly InProcessBroker broker = new();
    private readonly FakeRover rover;
    private readonly byte[] set = CoverageParameterSet.Build(CoverageParameterSetTests.Policy(), [0.5, 0.5], 1);
    private TeamMission mission = null!;
    private long now;

    public TeamMissionTests() => rover = new FakeRover(broker, "a");

    public void Dispose() => mission.Dispose();

    // Its wheels have counted nothing while it was off: it would drive from where it is not.
    [Theory]
    [InlineData(true, 1, true)]
    [InlineData(true, 2, false)]
    [InlineData(null, 2, false)] // does not say: older firmware, on wheels
    [InlineData(false, 2, true)]
    public void A_rover_that_restarted_is_brought_back_only_where_it_knows_its_place_without_counting(
        bool? countsWay, int bootCount, bool isArmed)
    {
        mission = new TeamMission(CoordinationSession.Open(broker), ["a"], 1, _ => set);
        var said = new List<string>();
        mission.Said += said.Add;
        rover.Info(countsWay: countsWay);
        rover.State(RoverMode.Disarmed);
        Poll();
        rover.Report("""{"status":"staged","version":1}""");
        Poll();
        Report("active");
        rover.State(RoverMode.Disarmed, version: 1);
        Poll();
        Poll();
        Assert.Equal(MissionPhase.Arming, mission.Phase);
        Assert.Equal([RoverCommand.Arm], rover.Commands.Select(c => c.Command));
        rover.Commands.Clear();

        now += 5_000_000;
        rover.Info(bootCount, countsWay: countsWay);
        rover.State(RoverMode.Disarmed, version: 1);
        Poll();
        Poll();

        Assert.Equal(isArmed, rover.Commands.Any(c => c.Command == RoverCommand.Arm));
        Assert.Equal(isArmed ? 0 : 1, said.Count(text => text.Contains("does not know where it stands", StringComparison.Ordinal)));

        // Nor is one started that a person has armed, nor one that had lost its set and got it again.
        rover.Commands.Clear();
        now += 5_000_000;
        rover.State(RoverMode.Armed, version: 1, tick: 9);
        Poll();
        Poll();
        Assert.Equal(isArmed, rover.Commands.Any(c => c.Command == RoverCommand.Start));
    }

    [Fact]
    public void One_that_lost_its_flash_and_counts_its_boots_anew_is_known_by_its_lost_set()
    {
        mission = new TeamMission(CoordinationSession.Open(broker), ["a"], 1, _ => set);
        rover.Info();
        rover.State(RoverMode.Disarmed);
        Poll();
        Report("active");
        rover.State(RoverMode.Disarmed, version: 1);
        Poll();
        Poll();
        rover.State(RoverMode.Disarmed, version: 0);
        Poll();
        rover.State(RoverMode.Disarmed, version: 1);
        rover.Commands.Clear();
        now += 5_000_000;
        Poll();
        Poll();
        Assert.DoesNotContain(rover.Commands, c => c.Command == RoverCommand.Arm);
    }

    private void Report(string status) =>
        rover.Report($$"""{"status":"{{status}}","version":1,"active_version":1,"active_crc32":{{Bytes.GetU32(set, set.Length - 4)}}}""");

    private void Poll()
    {
        mission.Poll(now);
        rover.Listen();
    }
}
