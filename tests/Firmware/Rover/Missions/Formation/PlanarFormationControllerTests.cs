using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Formation;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Firmware.Rover;

/// <summary>A formation's control law in the plane by itself: two axes around a place that moves.</summary>
public class PlanarFormationControllerTests
{
    private const double PeriodS = PlanarScenario.PeriodS;
    private readonly double[] pace = new double[FormationPace.Count];

    [Fact]
    public void It_follows_its_place_around_a_circle_and_nothing_is_allocated()
    {
        var controller = Create();
        double[] state = [1.6, 0.1, 0, 0.2, 0], next = new double[5];
        var numbers = new FormationPace { Path = 1, Tick = 1, Rate = 0.2 };
        numbers.Write(pace);
        uint tick = 1;
        void Period()
        {
            controller.SetPace(pace, tick++);
            controller.LimitReach(controller.Input, 0.5, 1);
            controller.BeginPeriod();
            controller.SetPrice(controller.Price);
            Assert.True(controller.Step(state) == QpStatus.Solved);
            controller.Predict(state, controller.Input, next);
            (state, next) = (next, state);
        }

        for (var k = 0; k < 60; k++)
            Period();
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var k = 0; k < 5; k++)
                Period();
        }));
        var (sin, cos) = Math.SinCos(0.2 * (tick - 1) * PeriodS);
        Assert.Equal((1.5 * cos) + 0.1, state[0], 0.02);
        Assert.Equal(1.5 * sin, state[1], 0.02);
    }

    [Fact]
    public void A_price_moves_its_own_axis_alone()
    {
        var controller = Create();
        new FormationPace { Path = 1, Tick = 1 }.Write(pace);
        controller.SetPace(pace, 1);
        double[] state = [1.6, 0, 0, 0, 0];
        controller.Step(state);
        double[] alone = [.. controller.Plan];
        controller.SetPrice([.. Enumerable.Range(0, controller.CouplingCount).Select(k => k % 2 == 0 ? 0.5 : 0.0)]);
        controller.Step(state);
        Assert.All(Enumerable.Range(0, controller.CouplingCount).Where(k => k % 2 == 1), k => Assert.Equal(alone[k], controller.Plan[k]));
        Assert.True(controller.Plan.Where((_, k) => k % 2 == 0).Sum() < alone.Where((_, k) => k % 2 == 0).Sum());
    }

    // A place that no rover can follow leaves an input in its box, and so does a state from nowhere.
    [Theory]
    [InlineData(0, 50)]
    [InlineData(500, 0.1)]
    public void An_input_stays_in_its_box_whatever_it_is_asked(double x, double rate)
    {
        var controller = Create();
        new FormationPace { Path = 1, Tick = 1, Rate = rate }.Write(pace);
        for (uint tick = 1; tick < 10; tick++)
        {
            controller.SetPace(pace, tick);
            controller.BeginPeriod();
            controller.Step([x, 0, 0, 0, 0]);
            Assert.All(controller.Input, input => Assert.InRange(input, -PlanarScenario.AccelerationMS2, PlanarScenario.AccelerationMS2));
        }
    }

    [Fact]
    public void A_pace_that_cannot_be_is_not_followed()
    {
        var controller = Create();
        new FormationPace { Path = 1, Tick = 1, Rate = 0.2 }.Write(pace);
        controller.SetPace(pace, 4);
        controller.Step([1.6, 0, 0, 0, 0]);
        double[] before = [.. controller.Input];
        pace[1] = 1e300;
        controller.SetPace(pace, 4);
        controller.Step([1.6, 0, 0, 0, 0]);
        // Warm-started from the same solve: the same but for rounding.
        Assert.Equal(before[0], controller.Input[0], 1e-9);
        Assert.Equal(before[1], controller.Input[1], 1e-9);
    }

    [Fact]
    public void A_set_that_does_not_fit_makes_no_controller()
    {
        var set = new ParameterSet();
        var bytes = Set();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        Assert.Null(ControllerFactory.TryCreate(set, new RoverOptions { InputCapacity = 1 }));
        Assert.Null(ControllerFactory.TryCreate(set, new RoverOptions { StateCapacity = 4 }));
        Assert.Null(ControllerFactory.TryCreate(set, new RoverOptions { CouplingCapacity = 19 }));
        Assert.NotNull(ControllerFactory.TryCreate(set, new RoverOptions { CouplingCapacity = 20, StateCapacity = 5, InputCapacity = 2 }));
    }

    [Fact]
    public void A_price_beyond_what_costs_can_justify_is_not_one()
    {
        var controller = Create();
        var price = new double[controller.CouplingCount];
        Assert.True(controller.IsJustified(price));
        price[7] = 1e6;
        Assert.False(controller.IsJustified(price));
    }

    // A circle of 1.5 m around (0, 0), the place 0.1 m to the right of it, without a blend.
    private static PlanarFormationController Create()
    {
        var set = new ParameterSet();
        var bytes = Set();
        Assert.Equal(ParameterStatus.Ok, set.TryParse(bytes, bytes.Length));
        return Assert.IsType<PlanarFormationController>(ControllerFactory.TryCreate(set, new RoverOptions()));
    }

    private static byte[] Set()
    {
        var parameters = PlanarScenario.OneAxis(["a", "b", "c"], PeriodS, 10).ParametersFor(0, FormationScenario.TrueModel);
        var circle = FormationPath.Of("circle", 1.5).Numbers;
        return FormationParameterSet.Build(
            parameters, 1, NegotiationMode.Admm, 1, PeriodS, prices: new PriceLimits([-400], [400]),
            place: new PlanarPlace(circle, (0.1, 0), 1, circle, (0.1, 0), 1, 0, 0));
    }
}
