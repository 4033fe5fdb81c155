using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Coordination;

public class PlanCheckTests
{
    private readonly InProcessBroker broker = new();
    private readonly FleetSession session;
    private readonly PlanCheck check = new(FormationScenario.PaperS1(), ["rover-1", "rover-2", "rover-3"]);
    private readonly List<string> said = [];
    private readonly List<double> taken = [];
    private readonly FakeRover rover;

    public PlanCheckTests()
    {
        session = CoordinationSession.Open(broker);
        session.PlanCheck = check;
        session.Doubted += said.Add;
        session.PlanReceived += (_, plan) => taken.Add(plan.Outputs[0]);
        rover = new FakeRover(broker, "rover-2");
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e300)]
    [InlineData(1e9)]
    [InlineData(40)]
    public void A_plan_that_cannot_be_counts_as_none_and_is_said_with_its_rover(double output)
    {
        rover.Plan(1, 0, output, 1);
        rover.Plan(2, 0, 2, 1);
        session.Poll(0);

        Assert.Equal([2.0], taken);
        Assert.Contains("rover-2", Assert.Single(said));
        Assert.False(check.IsLeftOut("rover-2"));
    }

    [Fact]
    public void Every_number_of_a_plan_counts()
    {
        var outputs = new double[10];
        outputs[9] = 1e300;

        rover.Plan(1, 0, outputs);
        session.Poll(0);

        Assert.Empty(taken);
    }

    [Fact]
    public void A_rover_that_goes_on_is_left_out_by_name_and_the_others_are_not()
    {
        for (uint tick = 1; tick <= PlanCheck.MostRefused; tick++)
            rover.Plan(tick, 0, 1e300);
        rover.Plan(100, 0, 2);
        new FakeRover(broker, "rover-1").Plan(100, 0, 0.2);
        session.Poll(0);

        Assert.True(check.IsLeftOut("rover-2"));
        Assert.Equal([0.2], taken);
        Assert.Contains("rover-2 is left out", said[^1]);
    }

    [Fact]
    public void Plans_of_the_whole_box_and_somewhat_beyond_are_taken()
    {
        rover.Plan(1, 0, 0.0, 2.5, -3, 6);
        session.Poll(0);

        Assert.Single(taken);
        Assert.Empty(said);
    }
}
