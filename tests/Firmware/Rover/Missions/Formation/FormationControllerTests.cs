using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Firmware.Rover;

/// <summary>Formation's control law by itself: the local MPC at a price, as the agent asks it.</summary>
public class FormationControllerTests
{
    private static readonly FormationScenario Scenario = FormationScenario.PaperS1();
    private static readonly double[] State = [0.3, 0.1];

    [Fact]
    public void Its_shape_is_the_sets_and_its_answer_within_the_box()
    {
        var controller = Create();
        var parameters = Scenario.ParametersFor(0, FormationScenario.ImperfectModel);
        Assert.Equal(
            (MissionKind.Formation, 2, 1, parameters.Horizon),
            (controller.Mission, controller.StateCount, controller.InputCount, controller.CouplingCount));
        Assert.Equal((TestSet.Rounds, 0.5), (controller.RoundsPerPeriod, controller.SpeedLimit));
        Assert.Equal(controller.CouplingCount, controller.Plan.Length);
        foreach (var position in new[] { -10.0, 0.2, 0.5, 10 })
        {
            controller.Reset();
            controller.Step([position, 0]);
            Assert.InRange(controller.Input[0], controller.InputLower[0], controller.InputUpper[0]);
        }
    }

    // A price on a stage's output pulls the plan of that stage the other way: that is all that negotiation needs of a rover.
    [Fact]
    public void A_price_moves_the_plan_against_itself_and_without_one_it_drives_by_its_own_cost()
    {
        var controller = Create();
        Assert.Equal(QpStatus.Solved, controller.Step(State));
        var unpriced = controller.Plan.Sum();
        foreach (var price in new[] { 1.0, -1.0 })
        {
            controller.Reset();
            controller.SetPrice([.. Enumerable.Repeat(price, controller.CouplingCount)]);
            Assert.Equal(QpStatus.Solved, controller.Step(State));
            Assert.Equal(-Math.Sign(price), Math.Sign(controller.Plan.Sum() - unpriced));
            // A copy: whoever gave the price may write on.
            Assert.All(controller.Price, kept => Assert.Equal(price, kept));
        }

        controller.ClearPrice();
        Assert.All(controller.Price, price => Assert.Equal(0, price));
        Assert.Equal(QpStatus.Solved, controller.Step(State));
        // A price of zero is not enough: the weight of the coupling would pull it to the zero of its coordinates.
        var lone = Assert.IsType<FormationController>(Make(parameters => Array.Clear(parameters.CouplingWeight)));
        lone.Step(State);
        Assert.Equal(lone.Plan.Sum(), controller.Plan.Sum(), 1e-9);
        Assert.NotEqual(unpriced, controller.Plan.Sum(), 1e-3);
    }

    [Fact]
    public void A_reset_controller_answers_as_a_new_one_to_the_bit()
    {
        var (used, fresh) = (Create(), Create());
        used.SetPrice([.. Enumerable.Repeat(0.3, used.CouplingCount)]);
        for (var k = 0; k < 5; k++)
        {
            used.BeginPeriod();
            used.Step([0.1 * k, -0.05 * k]);
        }

        used.Reset();
        Assert.All(used.Price, price => Assert.Equal(0, price));
        used.Step(State);
        fresh.Step(State);
        static IEnumerable<long> Bits(FormationController of) => of.Input.Concat(of.Plan).Select(BitConverter.DoubleToInt64Bits);
        Assert.Equal(Bits(fresh), Bits(used));
    }

    [Fact]
    public void Prices_that_no_cost_justifies_are_told_from_those_of_a_sound_host()
    {
        var controller = Create();
        double[] Price(double value, int at = -1) =>
            [.. Enumerable.Range(0, controller.CouplingCount).Select(i => at < 0 || i == at ? value : 0)];
        Assert.True(controller.IsJustified(Price(0)));
        Assert.False(controller.IsJustified(Price(1e9)));
        // One entry is enough, the last as well as the first.
        Assert.False(controller.IsJustified(Price(-1e9, 0)));
        Assert.False(controller.IsJustified(Price(1e9, controller.CouplingCount - 1)));
    }

    [Fact]
    public void It_predicts_by_its_own_model()
    {
        var (controller, parameters) = (Create(), Scenario.ParametersFor(0, FormationScenario.ImperfectModel));
        var next = new double[2];
        controller.Predict([0.3, 0.1], [-0.4], next);
        for (var i = 0; i < 2; i++)
        {
            var free = (parameters.A[2 * i] * 0.3) + (parameters.A[(2 * i) + 1] * 0.1);
            Assert.Equal(parameters.Offset[i] + free + (parameters.B[i] * -0.4), next[i], 1e-15);
        }
    }

    [Fact]
    public void A_self_test_is_answered_as_a_step_is_and_other_counts_are_no_self_test()
    {
        var (asked, stepped) = (Create(), Create());
        double[] price = [.. Enumerable.Range(0, asked.CouplingCount).Select(i => 0.1 * Math.Sin(i))];
        var output = new double[1 + asked.CouplingCount];
        Assert.True(asked.TryAnswer([.. State, .. price], 2 + price.Length, output, output.Length));
        stepped.SetPrice(price);
        stepped.Step(State);
        Assert.Equal([.. stepped.Input, .. stepped.Plan], output);

        Assert.False(asked.TryAnswer(State, 2, output, output.Length));
        Assert.False(asked.TryAnswer([.. State, .. price], 2 + price.Length, output, output.Length - 1));
    }

    // Zero is what a stopped rover applies.
    [Theory]
    [InlineData(0.1, 0.5)]
    [InlineData(-0.5, -0.1)]
    public void A_box_that_does_not_hold_zero_makes_no_controller(double lower, double upper) => Assert.Null(Make(parameters =>
    {
        parameters.InputLower[0] = lower;
        parameters.InputUpper[0] = upper;
    }));

    [Fact]
    public void A_set_beyond_the_rovers_limits_makes_no_controller()
    {
        var bytes = new TestSet { Version = 1 }.Build(Scenario, 0);
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        var coupled = Create().CouplingCount;
        Assert.NotNull(FormationController.TryCreate(set, new RoverOptions { CouplingCapacity = coupled }));
        Assert.Null(FormationController.TryCreate(set, new RoverOptions { CouplingCapacity = coupled - 1 }));
        Assert.Null(FormationController.TryCreate(set, new RoverOptions { StateCapacity = 1 }));
        Assert.Null(FormationController.TryCreate(set, new RoverOptions { InputCapacity = 0 }));
    }

    private static FormationController Create() => Assert.IsType<FormationController>(Make(_ => { }));

    private static IController? Make(Action<MpcParameters> change)
    {
        var bytes = new TestSet { Version = 1, Change = change, HasSelfTest = false }.Build(Scenario, 0);
        var set = new ParameterSet();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        return ControllerFactory.TryCreate(set, new RoverOptions());
    }
}
