using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Coordination;

public class FleetSessionTests
{
    private readonly InProcessBroker broker = new();

    [Fact]
    public void A_new_coordinator_goes_above_every_epoch_that_rovers_report()
    {
        var session = CoordinationSession.Open(broker);
        new FakeRover(broker, "a").State(RoverMode.Running, coordinatorEpoch: 41);
        session.Poll(0);

        session.BeginEpoch();

        Assert.Equal(42u, session.EpochOf("a"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void How_often_a_rover_gave_way_is_known_to_who_hears_how_it_moves(bool hears)
    {
        var session = CoordinationSession.Open(broker);
        if (hears)
            session.HearMotion();
        var rover = new FakeRover(broker, "a");
        rover.State(RoverMode.Running);
        rover.Motion(interventions: 7);
        session.Poll(0);
        Assert.Equal(hears ? 7 : null, session.Roster["a"].Interventions);
    }

    [Fact]
    public void A_coordinator_that_learns_of_a_higher_epoch_later_goes_above_it()
    {
        var session = CoordinationSession.Open(broker);
        session.BeginEpoch();
        var rover = new FakeRover(broker, "a");
        rover.State(RoverMode.Running, coordinatorEpoch: 9);
        session.Poll(0);

        session.Command("a", RoverCommand.Arm);
        rover.Listen();

        Assert.Equal([10u], rover.Epochs);
    }

    [Fact]
    public void Two_rovers_of_one_name_are_told_from_one_that_restarts()
    {
        var session = CoordinationSession.Open(broker);
        var rover = new FakeRover(broker, "a");
        foreach (var (boot, instance) in new[] { (57, 1u), (58, 2u), (58, 2u), (59, 3u), (1, 4u), (1, 5u) })
            rover.Info(boot, instance);
        session.Poll(0);
        Assert.False(session.Roster["a"].IsDouble); // restarts, a reconnection, a wiped flash
        rover.Info(59, 3);
        session.Poll(0);
        Assert.True(session.Roster["a"].IsDouble);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public void Whether_a_name_is_used_twice_is_known_a_period_after_a_rover_has_connected(bool isWatched, int periods)
    {
        var rover = new FakeRover(broker, "a");
        var session = isWatched ? CoordinationSession.Open(broker) : null;
        rover.Info();
        session ??= CoordinationSession.Open(broker);
        session.Poll(0);
        for (var period = 0; period < 3; period++)
        {
            Assert.Equal(period >= periods, session.Roster["a"].IsSettled);
            rover.State(RoverMode.Disarmed);
            session.Poll(period);
        }
    }

    /// <summary>RabbitMQ gives what it kept to whoever names the topic, and to no filter with a wildcard: a fleet that was there before its
    /// host was not found.</summary>
    [Fact]
    public void What_a_broker_keeps_for_exact_topics_alone_is_found()
    {
        var rover = new FakeRover(broker, "a");
        rover.Info(7);
        using var session = new FleetSession(new ExactLink(broker), "fleet") { LookedFor = ["a"] };
        session.Subscribe();
        session.Poll(0);
        Assert.Equal(7, session.Roster["a"].BootCount);
    }

    [Fact]
    public void A_rover_that_says_its_name_is_taken_is_believed()
    {
        var session = CoordinationSession.Open(broker);
        var rover = new FakeRover(broker, "a");
        rover.State(RoverMode.Disarmed, faults: FaultFlags.NameTaken);
        session.Poll(0);
        Assert.True(session.Roster["a"].IsDouble);
        rover.State(RoverMode.Disarmed);
        session.Poll(0);
        Assert.False(session.Roster["a"].IsDouble);
    }

    [Fact]
    public void Frames_that_are_damaged_are_counted_and_change_nothing()
    {
        var session = CoordinationSession.Open(broker);
        var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "x" });
        link.TryPublish("mae/1/fleet/a/state", [1, 2, 3], QualityOfService.AtMostOnce, false);
        link.TryPublish("mae/1/fleet/a/plan", new byte[100], QualityOfService.AtMostOnce, false);

        session.Poll(0);

        Assert.Equal(2, session.FramesRefused);
        Assert.Null(session.Roster["a"].Mode);
    }

    [Fact]
    public void A_rover_whose_will_was_published_is_lost_but_keeps_what_it_last_said()
    {
        var session = CoordinationSession.Open(broker);
        var rover = new FakeRover(broker, "a");
        rover.State(RoverMode.Running, version: 5);
        rover.State(RoverMode.Lost);
        session.Poll(0);

        Assert.Equal(RoverMode.Lost, session.Roster["a"].Mode);
        Assert.Equal(5u, session.Roster["a"].ParameterVersion);
    }

    [Fact]
    public void One_rover_cannot_drive_up_or_wrap_the_number_that_another_is_addressed_with()
    {
        var session = CoordinationSession.Open(broker);
        var (honest, liar) = (new FakeRover(broker, "a"), new FakeRover(broker, "b"));
        honest.State(RoverMode.Running, coordinatorEpoch: 41);
        liar.State(RoverMode.Running, coordinatorEpoch: uint.MaxValue);
        session.Poll(0);
        session.BeginEpoch();
        liar.State(RoverMode.Running, coordinatorEpoch: uint.MaxValue);
        liar.State(RoverMode.Running, coordinatorEpoch: 1000);
        session.Poll(1);

        session.Command("a", RoverCommand.Arm);
        honest.Listen();

        Assert.Equal([42u], honest.Epochs);
    }

    [Fact]
    public void A_number_that_no_coordinator_has_is_said_once()
    {
        var session = CoordinationSession.Open(broker);
        var said = new List<string>();
        session.Doubted += said.Add;
        var rover = new FakeRover(broker, "a");
        rover.State(RoverMode.Running, coordinatorEpoch: uint.MaxValue);
        rover.State(RoverMode.Running, coordinatorEpoch: uint.MaxValue);

        session.Poll(0);

        Assert.StartsWith("a says", Assert.Single(said));
    }

    [Fact]
    public void Strangers_are_not_believed()
    {
        var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "host" });
        var session = new FleetSession(link, "fleet") { Members = new HashSet<string> { "a" } };
        session.Subscribe();
        var heard = new List<string>();
        session.StateReceived += rover => heard.Add(rover.Name);
        new FakeRover(broker, "a").State(RoverMode.Running);
        new FakeRover(broker, "stranger").State(
            RoverMode.Running, coordinatorEpoch: uint.MaxValue, version: uint.MaxValue, tick: uint.MaxValue);

        session.Poll(0);

        Assert.Equal(["a"], heard);
        Assert.Equal(["a"], session.Roster.Keys);
        Assert.Equal(1, session.StrangersRefused);
    }

    [Fact]
    public void A_crowd_of_names_that_nobody_knows_does_not_fill_the_memory()
    {
        var session = CoordinationSession.Open(broker);
        var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "x" });
        for (var i = 0; i < 5000; i++)
        {
            link.TryPublish($"mae/1/fleet/x{i}/info", "{}"u8.ToArray(), QualityOfService.AtMostOnce, false);
            session.Poll(i);
        }

        Assert.True(session.Roster.Count <= 1024);
    }
}
