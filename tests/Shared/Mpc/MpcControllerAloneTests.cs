using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Shared.Mpc;

public sealed class MpcControllerAloneTests
{
    private const int Horizon = 6;

    [Fact]
    public void Alone_it_plans_to_the_bit_what_it_would_without_a_coupling_weight_and_then_again_with_it()
    {
        var (coupled, free) = (Configured(Cart(1.5)), Configured(Cart(0.0)));
        double[] state = [0.3, 0.1];
        var price = new double[Horizon];
        coupled.Solve(state, price);
        var before = coupled.Inputs.ToArray();
        free.Solve(state, price);
        Assert.True(Math.Abs(free.Inputs[0] - before[0]) > 1e-2, "a zero price pulls the output to zero");

        Assert.True(coupled.TryCouple(false));
        coupled.Reset();
        Assert.Equal(QpStatus.Solved, coupled.Solve(state, price));

        Assert.Equal(free.Inputs, coupled.Inputs);
        Assert.Equal(free.Objective, coupled.Objective);
        Assert.True(coupled.TryCouple(true));
        coupled.Reset();
        coupled.Solve(state, price);
        Assert.Equal(before, coupled.Inputs);
    }

    [Fact]
    public void What_is_done_with_the_inputs_holds_alone_as_well()
    {
        var controller = new MpcController(2, 1, 1, Horizon, 2, false, withRates: true);
        Assert.Equal(QpStatus.Solved, controller.Configure(Cart(1.5)));
        controller.LimitReach([0.0], 0.1, 1.0);
        Assert.True(controller.TryCouple(false));

        Assert.Equal(QpStatus.Solved, controller.Solve([0.9, 0.8], new double[Horizon]));

        Assert.Equal(-0.1, controller.Inputs[0], 1e-9);
        for (var k = 1; k < Horizon; k++)
            Assert.InRange(controller.Inputs[k] - controller.Inputs[k - 1], -0.1 - 1e-9, 0.1 + 1e-9);
    }

    [Fact]
    public void An_own_cost_that_cannot_stand_alone_keeps_its_coupling_and_its_neutral_price_settles_where_it_is()
    {
        // Learned costs may be concave where the coupling term makes up for it.
        var p = Cart(1.5);
        p.StageStateWeight[0] = -0.2;
        p.TerminalWeight[0] = -0.2;
        p.StageInputWeight[0] = 1e-4;
        var controller = Configured(p);

        Assert.False(controller.TryCouple(false));
        Assert.False(controller.TryCouple(false));

        var price = new double[Horizon];
        controller.CopyNeutralPrice(price);
        Assert.Equal(QpStatus.Solved, controller.Solve([0.3, 0.1], price));
        for (var l = 0; l < Horizon; l++)
            Assert.Equal(-1.5 * controller.Outputs[Math.Min(l + 1, Horizon - 1)], Neutral(controller)[l]);
    }

    private static double[] Neutral(MpcController controller)
    {
        var price = new double[Horizon];
        controller.CopyNeutralPrice(price);
        return price;
    }

    private static MpcParameters Cart(double couplingWeight)
    {
        var p = new MpcParameters(2, 1, 1, Horizon) { Discount = 0.9 };
        new[] { 1, 0.25, 0, 1 }.CopyTo(p.A, 0);
        new[] { 0.0312, 0.25 }.CopyTo(p.B, 0);
        new[] { 0.5, 0.05, 0.05, 0.1 }.CopyTo(p.StageStateWeight, 0);
        new[] { 0.1 }.CopyTo(p.StageInputWeight, 0);
        new[] { 2.0, 0.3, 0.3, 1.0 }.CopyTo(p.TerminalWeight, 0);
        p.InputLower[0] = -1.0;
        p.InputUpper[0] = 0.8;
        p.StateLower[0] = 0.0;
        p.StateUpper[0] = 0.5;
        p.StateSoftWeight[0] = 3.0;
        p.OutputMatrix[0] = 1.0;
        p.CouplingWeight[0] = couplingWeight;
        p.StateReference[0] = 0.4;
        return p;
    }

    private static MpcController Configured(MpcParameters p)
    {
        var controller = new MpcController(p.StateCount, p.InputCount, p.OutputCount, p.Horizon);
        Assert.Equal(QpStatus.Solved, controller.Configure(p));
        return controller;
    }
}
