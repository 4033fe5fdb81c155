using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Host.Coordination;

namespace MultiAgentEdge.Tests.Host.Missions.Formation.Coordination;

public class FormationNegotiationTests
{
    private const long RoundTimeoutUs = 50_000;

    private readonly InProcessBroker broker = new();
    private readonly FakeRover[] rovers;
    private readonly FleetSession session;
    private readonly FormationNegotiation negotiation;

    public FormationNegotiationTests()
    {
        var problem = new CouplingProblem(agents: 2, rows: 1, stages: 1, outputs: 1);
        problem.M[0][0] = 1;
        problem.M[1][0] = -1;
        problem.SlackWeight[0] = 10;
        session = CoordinationSession.Open(broker);
        negotiation = new FormationNegotiation(
            session, new Negotiator(problem, NegotiationMode.Subgradient, new NegotiatorOptions()), problem, ["a", "b"], rounds: 2,
            RoundTimeoutUs);
        rovers = [new FakeRover(broker, "a"), new FakeRover(broker, "b")];
        foreach (var rover in rovers)
            rover.State(RoverMode.Running);
        negotiation.BeginAt(1);
        Poll(0);
    }

    [Fact]
    public void A_round_closes_when_every_driving_rover_has_planned_and_answers_each_with_its_price()
    {
        rovers[0].Plan(1, 0, 3);
        Poll(0);
        Assert.Empty(rovers[0].Duals);

        rovers[1].Plan(1, 0, 1);
        Poll(0);

        var price = Assert.Single(rovers[0].Duals).Price[0];
        Assert.Equal(-price, Assert.Single(rovers[1].Duals).Price[0]);
        // (7): from zero one step beta along C x - c = 2, positive for the rover that is too far ahead.
        Assert.True(price > 0);
        Assert.Equal((1u, 0, false), (rovers[0].Duals[0].Tick, rovers[0].Duals[0].Round, rovers[0].Duals[0].IsLastOfPeriod));
    }

    [Fact]
    public void The_last_round_says_so_and_ends_the_period()
    {
        var ended = new List<uint>();
        negotiation.PeriodEnded += ended.Add;
        for (var round = 0; round < 2; round++)
        {
            rovers[0].Plan(1, round, 3);
            rovers[1].Plan(1, round, 1);
            Poll(0);
        }

        Assert.True(rovers[0].Duals[1].IsLastOfPeriod);
        Assert.Equal([1u], ended);
        Assert.Equal(0, negotiation.RoundsIncomplete);
    }

    [Fact]
    public void A_rover_that_stays_away_is_waited_for_then_left_out_and_taken_back_when_it_plans()
    {
        var now = 0L;
        for (uint tick = 1; tick <= 3; tick++)
        {
            for (var round = 0; round < 2; round++)
            {
                rovers[0].Plan(tick, round, 3);
                Poll(now);
                now += RoundTimeoutUs + 1;
                Poll(now);
            }
        }

        Assert.Equal(6, rovers[0].Duals.Count);
        Assert.Equal(6, negotiation.RoundsIncomplete);

        rovers[0].Plan(4, 0, 3);
        Poll(now);
        Assert.Equal(7, rovers[0].Duals.Count);
        Assert.Equal(6, negotiation.RoundsIncomplete);

        rovers[0].Plan(5, 0, 3);
        rovers[1].Plan(5, 0, 1);
        Poll(now);
        rovers[0].Plan(5, 1, 3);
        Poll(now);
        Assert.Equal((5u, true), (Assert.Single(rovers[1].Duals).Tick, rovers[1].Duals[0].IsLastOfPeriod));
    }

    [Fact]
    public void A_rover_that_is_behind_hears_the_fleets_tick_at_once()
    {
        rovers[0].Plan(7, 0, 3);
        rovers[1].Plan(5, 0, 1);
        Poll(0);

        Assert.Equal(7u, Assert.Single(rovers[1].Duals).Tick);
        Assert.Empty(rovers[0].Duals);
    }

    [Fact]
    public void A_plan_that_comes_too_late_is_no_answer_and_its_rover_is_told_the_next_period_as_it_begins()
    {
        var now = 0L;
        for (uint tick = 1; tick <= 6; tick++)
        {
            rovers[0].Plan(tick, 0, 3);
            Poll(now);
            for (var round = 0; round < 2; round++)
            {
                now += RoundTimeoutUs + 1;
                Poll(now);
            }

            var told = rovers[1].Duals.Count;
            rovers[1].Plan(tick, 0, 1);
            Poll(now);

            // At once, so that it goes on with the price of now.
            Assert.Equal(told + 1, rovers[1].Duals.Count);
            Assert.Equal((tick, true), (rovers[1].Duals[^1].Tick, rovers[1].Duals[^1].IsLastOfPeriod));
        }

        // An answer would keep the row at work on what the other said a period ago.
        Assert.Equal(0.0, negotiation.FirstStageMultipliers()[0]);
        Assert.True(rovers[1].Duals[^1].IsAlone);

        rovers[0].Plan(7, 0, 3);
        Poll(now);
        Assert.Equal((7u, 0), (rovers[1].Duals[^1].Tick, rovers[1].Duals[^1].Round));

        rovers[1].Plan(7, 0, 1);
        rovers[0].Plan(7, 1, 3);
        Poll(now);
        Assert.False(rovers[1].Duals[^1].IsAlone);
        Assert.NotEqual(0.0, negotiation.FirstStageMultipliers()[0]);
    }

    [Fact]
    public void A_rover_that_has_stopped_is_not_waited_for()
    {
        rovers[1].State(RoverMode.SafeStop);
        rovers[0].Plan(1, 0, 3);
        Poll(0);

        Assert.Single(rovers[0].Duals);
    }

    [Fact]
    public void A_rover_that_stopped_for_one_round_counts_again_when_it_plans()
    {
        rovers[1].State(RoverMode.SafeStop);
        rovers[0].Plan(1, 0, 3);
        Poll(0);
        rovers[1].State(RoverMode.Running);
        rovers[0].Plan(2, 0, 3);
        rovers[1].Plan(2, 0, 1);
        Poll(0);

        // C x - c = 2 again: both pay for it. A rover left out for good would be answered with a price of zero.
        Assert.True(rovers[0].Duals[^1].Price[0] > 0);
        Assert.Equal(-rovers[0].Duals[^1].Price[0], Assert.Single(rovers[1].Duals).Price[0]);
    }

    [Fact]
    public void A_plan_of_another_size_is_ignored()
    {
        rovers[0].Plan(1, 0, 3, 4);
        rovers[1].Plan(1, 0, 1);
        Poll(0);

        Assert.Empty(rovers[1].Duals);
    }

    private void Poll(long nowUs)
    {
        session.Poll(nowUs);
        negotiation.Poll(nowUs);
        foreach (var rover in rovers)
            rover.Listen();
    }
}
