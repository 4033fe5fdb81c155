using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Host.Training.Formation;

public sealed class LocalGradientTests
{
    private static readonly BlockOptions[] Everything = [.. Enum
        .GetValues<ParameterBlock>()
        .Select(block => new BlockOptions(block, [1.0], -1e3, 1e3))];

    // Points of all kinds: inside the bounds, at tightened bounds, beyond them; with and without an input given, with and without ADMM's
    // term.
    [Theory]
    [InlineData(false, 0.0)]
    [InlineData(true, 0.0)]
    [InlineData(false, 20.0)]
    [InlineData(true, 20.0)]
    public void Every_derivative_equals_the_finite_difference(bool inputGiven, double couplingWeight)
    {
        var scenario = FormationScenario.PaperS1();
        var random = new Xoshiro256(11);
        int compared = 0, withBounds = 0;
        for (var trial = 0; trial < 60; trial++)
        {
            var agent = trial % 3;
            var p = scenario.ParametersFor(agent, FormationScenario.ImperfectModel);
            p.CouplingWeight[0] = couplingWeight;
            p.StateLowerTightening[0] = 0.02;
            p.StateUpperTightening[0] = 0.03;
            p.Offset[0] = random.NextUniform(-0.1, 0.1);
            p.StageStateLinear[1] = 0.1;
            p.TerminalLinear[0] = -0.2;
            p.StageInputLinear[0] = 0.05;
            double[] state = [random.NextUniform(p.StateLower[0] - 0.1, p.StateUpper[0] + 0.1), random.NextUniform(-0.5, 0.5)];
            double[] input = [random.NextUniform(-1.0, 1.0)];
            var price = Enumerable.Range(0, scenario.Horizon).Select(_ => random.NextUniform(-2.0, 2.0)).ToArray();
            var controller = new MpcController(2, 1, 1, scenario.Horizon);
            double Solve()
            {
                Assert.Equal(QpStatus.Solved, controller.Configure(p));
                Assert.Equal(
                    QpStatus.Solved, inputGiven ? controller.SolveFixedInput(state, price, input) : controller.Solve(state, price));
                return controller.Objective;
            }

            var map = new Theta(p, Everything);
            var slopes = new MpcParameters(2, 1, 1, scenario.Horizon);
            var gradient = new double[map.Count];
            Solve();
            withBounds += controller.StateMultipliers.Any(lambda => lambda != 0.0) ? 1 : 0;
            var active = Kinds(controller, p);
            new LocalGradient(2).Compute(controller, p, price, slopes);
            map.CopyFrom(slopes, gradient);
            for (var k = 0; k < map.Count; k++)
            {
                // Fourth order: where a held bound fixes an input, V goes with 1 / B, and a plain difference is off by 1e-6 itself.
                var points = new[] { 1.0, -1.0, 2.0, -2.0 }.Select(steps => At(map, p, k, steps * Step, Solve, controller)).ToArray();
                map.Apply(new double[map.Count], p);
                // A difference across a kink is no derivative; the share of such points is asserted below.
                if (points.Any(point => !active.SequenceEqual(point.Active)))
                    continue;
                compared++;
                var difference = ((8.0 * (points[0].Value - points[1].Value)) - (points[2].Value - points[3].Value)) / (12.0 * Step);
                var error = Math.Abs(difference - gradient[k]) / Math.Max(1.0, Math.Abs(gradient[k]));
                Assert.True(error <= 1e-6, $"trial {trial}, {map.NameOf(k)}: {gradient[k]:R} against {difference:R}, error {error:E2}");
            }
        }

        Assert.True(compared >= 60 * 15, $"only {compared} derivatives compared");
        Assert.True(withBounds >= 20, $"only {withBounds} points with an active bound");
    }

    private const double Step = 1e-5;

    // Of the solver, far below what a step moves.
    private const double Rounding = 1e-8;

    private static (double Value, int[] Active) At(
        Theta map, MpcParameters p, int element, double change, Func<double> solve, MpcController controller)
    {
        var theta = new double[map.Count];
        theta[element] = change;
        map.Apply(theta, p);
        return (solve(), Kinds(controller, p));
    }

    // Per bound: slack 0, held 1, violated 2 (its multiplier stands at its weight), with the side as sign; per input the side of its box.
    private static int[] Kinds(MpcController controller, MpcParameters p)
    {
        var kinds = new List<int>();
        for (var k = 0; k < controller.StateMultipliers.Length; k++)
        {
            var lambda = controller.StateMultipliers[k];
            var weight = Math.Pow(p.Discount, (k / p.StateCount) + 1) * p.StateSoftWeight[k % p.StateCount];
            kinds.Add(Math.Abs(lambda) < Rounding ? 0 : Math.Sign(lambda) * (Math.Abs(lambda) >= weight * (1.0 - Rounding) ? 2 : 1));
        }

        kinds.AddRange(controller.Inputs.Select(u => u <= p.InputLower[0] + Rounding ? -1 : u >= p.InputUpper[0] - Rounding ? 1 : 0));
        return [.. kinds];
    }
}
