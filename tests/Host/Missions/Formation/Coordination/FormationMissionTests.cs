using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Host.Coordination;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Coordination;

public sealed class FormationMissionTests : IDisposable
{
    private readonly InProcessBroker broker = new();
    private readonly FleetSession session;
    private readonly FakeRover rover;
    private readonly FormationMission mission;
    private long now;

    public FormationMissionTests()
    {
        var problem = new CouplingProblem(agents: 1, rows: 1, stages: 1, outputs: 1);
        session = CoordinationSession.Open(broker);
        rover = new FakeRover(broker, "a");
        var negotiation = new FormationNegotiation(
            session, new Negotiator(problem, NegotiationMode.Admm, new NegotiatorOptions()), problem, ["a"], rounds: 1, 50_000);
        mission = new FormationMission(
            session, negotiation, ["a"], new ParameterRollout(session, 1, new Dictionary<string, byte[]> { ["a"] = Set() }));
    }

    [Fact]
    public void A_mission_gathers_stages_activates_arms_and_starts_in_this_order()
    {
        Poll();
        Assert.Equal("rovers: a", mission.Waiting);
        Assert.Empty(rover.Desired);

        BringToRunning();

        Assert.Equal([RoverCommand.Arm, RoverCommand.Start], rover.Commands.Select(c => c.Command));
        Assert.Equal(1u, rover.Commands[^1].Tick);
        Assert.Equal("", mission.Waiting);
    }

    [Fact]
    public void A_rover_that_stopped_itself_is_armed_and_started_at_the_fleets_tick()
    {
        BringToRunning();
        rover.State(RoverMode.Running, version: 1);
        rover.Plan(30, 0, 0);
        Poll();
        rover.Commands.Clear();
        now += 5_000_000;

        rover.State(RoverMode.SafeStop, version: 1);
        Poll();
        rover.State(RoverMode.Armed, version: 1);
        Poll();

        Assert.Equal([(RoverCommand.Arm, 0u), (RoverCommand.Start, 31u)], rover.Commands);
    }

    // Who has never driven is not back.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rover_is_back_only_where_it_had_driven(bool hadDriven)
    {
        var said = new List<string>();
        mission.Said += said.Add;
        BringToRunning();
        if (hadDriven)
            rover.State(RoverMode.Running, version: 1);
        Poll();
        now += 5_000_000;
        rover.State(RoverMode.SafeStop, version: 1);
        Poll();

        Assert.Equal(RoverCommand.Arm, rover.Commands[^1].Command);
        Assert.Equal(hadDriven ? ["a is back (safe-stop); arming it again"] : [], said.Where(text => text.Contains("back", StringComparison.Ordinal)));
    }

    [Fact]
    public void Commands_are_repeated_once_a_second_at_most()
    {
        BringToRunning();
        rover.Commands.Clear();
        rover.State(RoverMode.SafeStop, version: 1);
        for (var i = 0; i < 30; i++)
        {
            now += 100_000;
            Poll();
        }

        Assert.InRange(rover.Commands.Count, 3, 4);
    }

    [Fact]
    public void An_emergency_stop_is_never_undone_by_the_mission()
    {
        BringToRunning();
        rover.Commands.Clear();
        rover.State(RoverMode.EmergencyStop, version: 1);
        for (var i = 0; i < 50; i++)
        {
            now += 100_000;
            Poll();
        }

        Assert.Empty(rover.Commands);
    }

    // Its wheels have counted nothing while it was off: it would keep distances from where it is not.
    [Theory]
    [InlineData(true, 1, true)]
    [InlineData(true, 2, false)]
    [InlineData(null, 2, false)] // does not say: older firmware, on wheels
    [InlineData(false, 2, true)]
    public void A_rover_that_restarted_is_brought_back_only_where_it_knows_its_place_without_counting(
        bool? countsWay, int bootCount, bool isArmed)
    {
        var said = new List<string>();
        mission.Said += said.Add;
        rover.Info(countsWay: countsWay);
        BringToRunning();
        rover.State(RoverMode.Running, version: 1);
        rover.Plan(30, 0, 0);
        Poll();
        rover.Commands.Clear();
        now += 5_000_000;

        rover.Info(bootCount, countsWay: countsWay);
        rover.State(RoverMode.Disarmed, version: 1);
        Poll();
        Poll();
        Assert.Equal(isArmed, rover.Commands.Any(c => c.Command == RoverCommand.Arm));
        Assert.Equal(isArmed ? 0 : 1, said.Count(text => text.Contains("does not know where it stands", StringComparison.Ordinal)));

        // Nor is one started that a person has armed; one that drives all the same is stopped.
        rover.Commands.Clear();
        now += 5_000_000;
        rover.State(RoverMode.Armed, version: 1);
        Poll();
        Poll();
        Assert.Equal(isArmed, rover.Commands.Any(c => c.Command == RoverCommand.Start));
        rover.Commands.Clear();
        now += 5_000_000;
        rover.State(RoverMode.Running, version: 1);
        Poll();
        Assert.Equal(isArmed ? [] : [RoverCommand.Disarm], rover.Commands.Select(c => c.Command));
    }

    [Fact]
    public void Stop_disarms_and_the_mission_stays_stopped()
    {
        BringToRunning();
        rover.Commands.Clear();

        mission.Stop();
        rover.State(RoverMode.Disarmed, version: 1);
        now += 5_000_000;
        Poll();

        Assert.Equal([RoverCommand.Disarm], rover.Commands.Select(c => c.Command));
    }

    public void Dispose() => mission.Dispose();

    private void BringToRunning()
    {
        if (session.Roster.Count == 0)
            rover.Info();
        rover.State(RoverMode.Disarmed);
        Poll();
        Assert.Equal(MissionPhase.Staging, mission.Phase);
        rover.Report("""{"status":"staged","version":1}""");
        Poll();
        Assert.Equal(MissionPhase.Activating, mission.Phase);
        rover.Report($$"""{"status":"active","version":1,"active_version":1,"active_crc32":{{mission.Rollout.Targets.Single().Crc}}}""");
        Poll();
        Poll();
        rover.State(RoverMode.Armed, version: 1);
        Poll();
        Assert.Equal(MissionPhase.Running, mission.Phase);
    }

    private void Poll()
    {
        mission.Poll(now);
        rover.Listen();
    }

    private static byte[] Set()
    {
        var buffer = new byte[1024];
        var builder = new ParameterSetBuilder(MissionKind.Formation, 1, buffer);
        Assert.True(builder.AddScalar(ParameterId.Horizon, 1));
        return buffer[..builder.Finish()];
    }
}
