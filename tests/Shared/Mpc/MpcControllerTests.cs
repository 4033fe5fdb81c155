using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Mpc;

public sealed class MpcControllerTests
{
    private const int Horizon = 6;

    private static MpcParameters Cart(bool hard = false)
    {
        var p = new MpcParameters(2, 1, 1, Horizon) { Discount = 0.9, ValueOffset = 0.3 };
        new[] { 1, 0.25, 0, 1 }.CopyTo(p.A, 0);
        new[] { 0.0312, 0.25 }.CopyTo(p.B, 0);
        new[] { 0.01, -0.02 }.CopyTo(p.Offset, 0);
        new[] { 0.5, 0.05, 0.05, 0.1 }.CopyTo(p.StageStateWeight, 0);
        new[] { 0.1 }.CopyTo(p.StageInputWeight, 0);
        new[] { 2.0, 0.3, 0.3, 1.0 }.CopyTo(p.TerminalWeight, 0);
        new[] { 0.02, -0.01 }.CopyTo(p.StageStateLinear, 0);
        new[] { 0.03 }.CopyTo(p.StageInputLinear, 0);
        new[] { -0.05, 0.02 }.CopyTo(p.TerminalLinear, 0);
        p.InputLower[0] = -1.0;
        p.InputUpper[0] = 0.8;
        p.StateLower[0] = 0.0;
        p.StateUpper[0] = 0.5;
        p.StateLowerTightening[0] = 0.02;
        p.StateUpperTightening[0] = 0.03;
        p.StateSoftWeight[0] = hard ? MpcParameters.Unbounded : 3.0;
        p.OutputMatrix[0] = 1.0;
        p.OutputMatrix[1] = 0.1;
        p.CouplingWeight[0] = 1.5;
        p.StateReference[0] = 0.4;
        return p;
    }

    private static MpcController Configured(MpcParameters p)
    {
        var controller = new MpcController(p.StateCount, p.InputCount, p.OutputCount, p.Horizon);
        Assert.Equal(QpStatus.Solved, controller.Configure(p));
        return controller;
    }

    private static double[] Prices(Xoshiro256 random, double size)
    {
        var price = new double[Horizon];
        for (var i = 0; i < price.Length; i++)
            price[i] = random.NextUniform(-size, size);
        return price;
    }

    // (8a) written down once more, stage by stage, with no condensing.
    private static double Cost(MpcParameters p, double[] state, double[] price, double[] inputs)
    {
        double Form(double[] w, double a, double b) => (w[0] * a * a) + ((w[1] + w[2]) * a * b) + (w[3] * b * b);
        double x = state[0], v = state[1], sum = p.ValueOffset;
        for (var l = 0; l <= p.Horizon; l++)
        {
            var weight = Math.Pow(p.Discount, l);
            var last = l == p.Horizon;
            var linear = last ? p.TerminalLinear : p.StageStateLinear;
            sum += weight
                * (Form(last ? p.TerminalWeight : p.StageStateWeight, x - p.StateReference[0], v) + (linear[0] * x) + (linear[1] * v));
            if (l > 0)
            {
                var o = (p.OutputMatrix[0] * x) + (p.OutputMatrix[1] * v);
                sum += weight * ((price[l - 1] * o) + (0.5 * p.CouplingWeight[0] * o * o));
                sum += weight * p.StateSoftWeight[0] * (Math.Max(0, p.TightLower(0) - x) + Math.Max(0, x - p.TightUpper(0)));
            }

            if (last)
                break;
            var u = inputs[l];
            sum += weight * ((p.StageInputWeight[0] * u * u) + (p.StageInputLinear[0] * u));
            (x, v) = ((p.A[0] * x) + (p.A[1] * v) + (p.B[0] * u) + p.Offset[0], (p.A[2] * x) + (p.A[3] * v) + (p.B[1] * u) + p.Offset[1]);
        }

        return sum;
    }

    [Fact]
    public void Plan_costs_what_is_said_and_no_other_plan_costs_less()
    {
        var p = Cart();
        var controller = Configured(p);
        var random = new Xoshiro256(1);
        for (var sample = 0; sample < 200; sample++)
        {
            double[] state = [random.NextUniform(-0.5, 1.0), random.NextUniform(-1, 1)];
            var price = Prices(random, 2.0);
            Assert.Equal(QpStatus.Solved, controller.Solve(state, price));
            var best = Cost(p, state, price, controller.Inputs);
            Assert.Equal(best, controller.Objective, 1e-10 * (1 + Math.Abs(best)));
            for (var trial = 0; trial < 40; trial++)
            {
                var size = trial < 20 ? 1e-3 : 0.3;
                var other = controller.Inputs
                    .Select(u => Math.Clamp(u + random.NextUniform(-size, size), p.InputLower[0], p.InputUpper[0]))
                    .ToArray();
                Assert.True(Cost(p, state, price, other) >= best - (1e-10 * (1 + Math.Abs(best))));
            }
        }
    }

    [Fact]
    public void Multipliers_are_the_slope_of_the_value_in_the_tightening()
    {
        const double h = 1e-6;
        var p = Cart();
        double[] state = [0.05, -0.4];
        var price = new double[Horizon];
        var controller = Configured(p);
        Assert.Equal(QpStatus.Solved, controller.Solve(state, price));
        var slope = -controller.StateMultipliers.Where(m => m < 0).Sum();
        Assert.True(slope > 0.1, "the lower bound pushes here");
        p.StateLowerTightening[0] += h;
        var above = ValueOf(p, state, price);
        p.StateLowerTightening[0] -= 2 * h;
        var below = ValueOf(p, state, price);
        Assert.Equal((above - below) / (2 * h), slope, 1e-4 * slope);
    }

    private static double ValueOf(MpcParameters p, double[] state, double[] price)
    {
        var controller = Configured(p);
        Assert.Equal(QpStatus.Solved, controller.Solve(state, price));
        return controller.Objective;
    }

    [Fact]
    public void Output_sensitivity_is_the_slope_of_the_outputs_in_the_price()
    {
        const double h = 1e-6;
        var controller = Configured(Cart());
        var random = new Xoshiro256(2);
        var sensitivity = new double[Horizon * Horizon];
        for (var sample = 0; sample < 30; sample++)
        {
            double[] state = [random.NextUniform(-0.2, 0.7), random.NextUniform(-0.5, 0.5)];
            var price = Prices(random, 1.0);
            Assert.Equal(QpStatus.Solved, controller.Solve(state, price));
            Assert.True(controller.TryOutputSensitivity(sensitivity));
            for (var k = 0; k < Horizon; k++)
            {
                price[k] += h;
                controller.Solve(state, price);
                var above = (double[])controller.Outputs.Clone();
                price[k] -= 2 * h;
                controller.Solve(state, price);
                price[k] += h;
                for (var l = 0; l < Horizon; l++)
                    Assert.Equal((above[l] - controller.Outputs[l]) / (2 * h), sensitivity[(l * Horizon) + k], 1e-6);
            }
        }
    }

    [Fact]
    public void Given_first_input_is_kept_and_one_outside_the_box_is_refused()
    {
        var controller = Configured(Cart());
        double[] state = [0.2, 0.1];
        var price = new double[Horizon];
        Assert.Equal(QpStatus.Solved, controller.SolveFixedInput(state, price, [0.37]));
        Assert.Equal(0.37, controller.Inputs[0]);
        Assert.Equal(QpStatus.InvalidData, controller.SolveFixedInput(state, price, [0.9]));
        Assert.InRange(controller.Inputs[0], -1.0, 0.8);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_is_none_is_invalid_data_and_leaves_finite_predictions(double bad)
    {
        var controller = Configured(Cart());
        var price = new double[Horizon];
        Assert.Equal(QpStatus.Solved, controller.Solve([0.2, 0.1], price));
        var first = controller.Inputs[0];
        Assert.Equal(QpStatus.InvalidData, controller.Solve([bad, 0.1], price));
        Assert.Equal(first, controller.Inputs[0]);
        Assert.All(controller.Outputs, o => Assert.True(double.IsFinite(o)));
        price[2] = bad;
        Assert.Equal(QpStatus.InvalidData, controller.Solve([0.2, 0.1], price));
        Assert.All(controller.Outputs, o => Assert.True(double.IsFinite(o)));
        Assert.True(double.IsFinite(controller.Objective));
        price[2] = 0.0;
        Assert.Equal(QpStatus.Solved, controller.Solve([0.2, 0.1], price));
        Assert.Equal(first, controller.Inputs[0], 1e-12);
    }

    [Fact]
    public void Parameters_that_make_no_problem_are_refused_and_the_input_stays_safe()
    {
        var price = new double[Horizon];
        Action<MpcParameters>[] spoil =
        [
            p => p.A[1] = double.NaN,
            p => p.StageStateWeight[0] = -5.0,
            p => p.InputLower[0] = 2.0,
            p => p.StateLowerTightening[0] = 1.0,
            p => p.StateSoftWeight[0] = -1.0,
            p => p.Discount = 0.0,
            p => p.Discount = 1.1,
            p => p.InputUpper[0] = double.NaN,
        ];
        foreach (var make in spoil)
        {
            var p = Cart();
            make(p);
            var controller = new MpcController(2, 1, 1, Horizon);
            Assert.Equal(QpStatus.InvalidData, controller.Configure(p));
            Assert.Equal(QpStatus.InvalidData, controller.Solve([0.2, 0.0], price));
            Assert.True(double.IsFinite(controller.Inputs[0]));
        }
    }

    [Fact]
    public void Without_a_solution_the_last_plan_goes_on_and_ends_in_zero()
    {
        var controller = Configured(Cart(hard: true));
        var price = new double[Horizon];
        Assert.Equal(QpStatus.Solved, controller.Solve([0.3, 0.1], price));
        var plan = (double[])controller.Inputs.Clone();
        double[] unreachable = [-3.0, 0.0];
        for (var k = 1; k <= Horizon + 1; k++)
        {
            controller.Advance();
            Assert.Equal(QpStatus.Infeasible, controller.Solve(unreachable, price));
            Assert.Equal(k < Horizon ? plan[k] : 0.0, controller.Inputs[0]);
            Assert.Equal(QpStatus.Infeasible, controller.Solve(unreachable, price));
            Assert.Equal(k < Horizon ? plan[k] : 0.0, controller.Inputs[0]);
        }

        controller.Reset();
        Assert.Equal(QpStatus.Infeasible, controller.Solve(unreachable, price));
        Assert.Equal(0.0, controller.Inputs[0]);
    }

    [Fact]
    public void A_capped_solver_says_so_and_stays_in_the_box()
    {
        var controller = Configured(Cart());
        controller.IterationLimit = 1;
        var random = new Xoshiro256(4);
        var capped = 0;
        for (var sample = 0; sample < 50; sample++)
        {
            controller.Reset();
            var status = controller.Solve([random.NextUniform(-1, 1.5), random.NextUniform(-1, 1)], Prices(random, 3.0));
            capped += status == QpStatus.NotConverged ? 1 : 0;
            Assert.True(status is QpStatus.Solved or QpStatus.NotConverged);
            Assert.All(controller.Inputs, u => Assert.InRange(u, -1.0, 0.8));
        }

        Assert.True(capped > 0, "some of these states need more than one iteration");
    }

    [Fact]
    public void Nothing_is_allocated_after_construction()
    {
        var p = Cart();
        var controller = Configured(p);
        double[] state = [0.2, 0.1];
        double[] input = [0.1];
        var price = new double[Horizon];
        var sensitivity = new double[Horizon * Horizon];
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var k = 0; k < 20; k++)
            {
                state[0] = 0.05 * k;
                price[1] = 0.1 * k;
                controller.Advance();
                controller.Solve(state, price);
                controller.TryOutputSensitivity(sensitivity);
                controller.CopyNeutralPrice(price);
                Assert.True(controller.TryCouple(false));
                controller.Solve(state, price);
                Assert.True(controller.TryCouple(true));
                controller.SolveFixedInput(state, price, input);
                controller.Configure(p);
                _ = controller.Objective;
            }
        }));
    }
}
