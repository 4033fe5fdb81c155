using System.Globalization;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Papers.S1;

/// <summary>
/// (23), (26), (28) against (29): what one agent computes for itself by the envelope theorem is the derivative of the whole coupled
/// problem, with the multipliers moving along.
/// </summary>
public sealed class CentralSensitivityTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-6;
    private const int Points = 2;

    private static readonly BlockOptions[] Everything = [.. Enum
        .GetValues<ParameterBlock>()
        .Select(block => new BlockOptions(block, [1.0], -1e3, 1e3))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_local_gradient_at_the_negotiated_multipliers_is_the_central_one(bool inputGiven)
    {
        var scenario = FormationScenario.PaperS1();
        var random = new Xoshiro256(23);
        int points = 0, compared = 0, withBounds = 0;
        double worstLocal = 0.0, worstDifference = 0.0;
        for (var trial = 0; trial < 30 && points < Points; trial++)
        {
            var parameters = Enumerable.Range(0, 3).Select(i => scenario.ParametersFor(i, FormationScenario.ImperfectModel)).ToArray();
            foreach (var p in parameters)
            {
                p.StateLowerTightening[0] = 0.02;
                p.StateUpperTightening[0] = 0.03;
                p.StageStateLinear[1] = 0.1;
                p.TerminalLinear[0] = -0.2;
                p.StageInputLinear[0] = 0.05;
                p.Offset[0] = random.NextUniform(-0.05, 0.05);
            }

            var states = parameters
                .Select(p => new[] { p.StateReference[0] + random.NextUniform(-0.2, 0.2), random.NextUniform(-0.3, 0.3) }).ToArray();
            double[][]? inputs = inputGiven ? [.. parameters.Select(_ => new[] { random.NextUniform(-0.8, 0.8) })] : null;
            var central = new CentralKkt(scenario, parameters, states, inputs);
            // At a change of the active set there is no derivative, and (29) is singular: strict complementarity is what it assumes.
            if (!central.TrySolve(Negotiated(scenario, parameters, states, inputs)) || central.StrictComplementarity < 1e-4)
                continue;
            points++;
            var multipliers = central.Multipliers;
            for (var i = 0; i < 3; i++)
            {
                var map = new Theta(parameters[i], Everything);
                var (local, held) = LocalGradientOf(scenario, parameters[i], states[i], inputs?[i], multipliers, i, map);
                withBounds += held ? 1 : 0;
                for (var k = 0; k < map.Count; k++)
                {
                    void Move(double change) => Shift(map, parameters[i], k, change);
                    var sensitivity = central.Sensitivity(Move);
                    compared++;
                    worstLocal = Math.Max(worstLocal, Error(local[k], sensitivity.Value));
                    Assert.True(
                        Error(local[k], sensitivity.Value) <= Tolerance,
                        $"agent {i}, {map.NameOf(k)}: local {local[k]:R}, central {sensitivity.Value:R}");
                    if (k % 9 != 0)
                        continue;
                    var difference = Difference(central, Move);
                    if (difference is not { } d)
                        continue;
                    worstDifference = Math.Max(worstDifference, Error(d.Value, sensitivity.Value));
                    Assert.True(
                        Error(d.Value, sensitivity.Value) <= Tolerance,
                        $"agent {i}, {map.NameOf(k)}: difference {d.Value:R}, central {sensitivity.Value:R}");
                    for (var m = 0; m < multipliers.Length; m++)
                        Assert.Equal(d.Multipliers[m], sensitivity.Multipliers[m], 1e-5 * Math.Max(1.0, Math.Abs(d.Multipliers[m])));
                    for (var j = 0; j < 3; j++)
                        Assert.Equal(d.FirstInputs[j], sensitivity.FirstInputs[j], 1e-5 * Math.Max(1.0, Math.Abs(d.FirstInputs[j])));
                }
            }

        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{points} points ({withBounds} agents at a bound), {compared} derivatives: local against (29) within {worstLocal:E1}, "
            + $"differences against (29) within {worstDifference:E1}"));
        Assert.Equal(Points, points);
        Assert.True(withBounds > 0);
    }

    [Fact]
    public void Its_value_and_first_inputs_are_those_of_the_centralised_reference()
    {
        var scenario = FormationScenario.PaperS1();
        var parameters = Enumerable.Range(0, 3).Select(i => scenario.ParametersFor(i, FormationScenario.ImperfectModel)).ToArray();
        double[][] states = [[0.05, -0.1], [2.1, 0.1], [-1.8, 0.1]];
        var reference = new CentralisedReference(scenario, parameters);
        Assert.Equal(QpStatus.Solved, reference.Solve(states));
        var central = new CentralKkt(scenario, parameters, states, null);
        Assert.True(central.TrySolve(Negotiated(scenario, parameters, states, null)));
        Assert.Equal(reference.Objective, central.Value, 1e-8);
        for (var i = 0; i < 3; i++)
            Assert.Equal(reference.FirstInputs[i][0], central.FirstInput(i), 1e-7);
        for (var k = 0; k < reference.Multipliers.Length; k++)
            Assert.Equal(reference.Multipliers[k], central.Multipliers[k], 1e-6);
    }

    // Where a negotiation says that the bounds are active; the oracle checks it.
    private static Func<CentralKkt.Row, bool> Negotiated(
        FormationScenario scenario, MpcParameters[] parameters, double[][] states, double[][]? inputs)
    {
        var negotiator = new Negotiator(scenario.Coupling, NegotiationMode.Admm, new NegotiatorOptions());
        var price = new double[scenario.Horizon];
        var controllers = new MpcController[parameters.Length];
        for (var i = 0; i < controllers.Length; i++)
        {
            negotiator.CopyCouplingWeight(i, parameters[i].CouplingWeight);
            controllers[i] = new MpcController(2, 1, 1, scenario.Horizon);
            Assert.Equal(QpStatus.Solved, controllers[i].Configure(parameters[i]));
        }

        for (var round = 0; round < 200; round++)
        {
            for (var i = 0; i < controllers.Length; i++)
            {
                negotiator.CopyPrice(i, price);
                Assert.Equal(
                    QpStatus.Solved,
                    inputs is null ? controllers[i].Solve(states[i], price) : controllers[i].SolveFixedInput(states[i], price, inputs[i]));
                negotiator.SetOutputs(i, controllers[i].Outputs);
            }

            negotiator.Update();
        }

        foreach (var p in parameters)
            Array.Clear(p.CouplingWeight);
        return row =>
        {
            const double small = 1e-6;
            var p = parameters[row.Agent];
            var controller = controllers[row.Agent];
            var lambda = row.Kind is CentralKkt.RowOf.InputLower or CentralKkt.RowOf.InputUpper
                ? 0.0
                : controller.StateMultipliers[((row.Stage - 1) * 2) + row.Index];
            var most = Math.Pow(scenario.Discount, row.Stage) * p.StateSoftWeight[row.Index] * (1.0 - small);
            return row.Kind switch
            {
                CentralKkt.RowOf.StateLower => lambda < -small,
                CentralKkt.RowOf.StateUpper => lambda > small,
                CentralKkt.RowOf.LowerSlack => lambda > -most,
                CentralKkt.RowOf.UpperSlack => lambda < most,
                CentralKkt.RowOf.InputLower => controller.Inputs[row.Stage - 1] <= p.InputLower[0] + small,
                _ => controller.Inputs[row.Stage - 1] >= p.InputUpper[0] - small,
            };
        };
    }

    private static double Error(double value, double reference) => Math.Abs(value - reference) / Math.Max(1.0, Math.Abs(reference));

    private static void Shift(Theta map, MpcParameters p, int element, double change)
    {
        var theta = new double[map.Count];
        theta[element] = change;
        map.Apply(theta, p);
    }

    // Of fourth order, the coupled problem solved anew at every point; null where the active set changes on the way.
    private static (double Value, double[] Multipliers, double[] FirstInputs)? Difference(CentralKkt central, Action<double> move)
    {
        const double step = 1e-4;
        var active = central.Active.ToHashSet();
        var points = new List<double[]>();
        foreach (var steps in new[] { 1.0, -1.0, 2.0, -2.0 })
        {
            move(steps * step);
            Assert.True(central.TrySolve(active.Contains));
            if (active.SetEquals(central.Active))
                points.Add([central.Value, .. central.Multipliers, .. Enumerable.Range(0, 3).Select(central.FirstInput)]);
        }

        move(0.0);
        Assert.True(central.TrySolve(active.Contains));
        if (points.Count < 4)
            return null;
        var difference = points[0]
            .Select((_, k) => ((8.0 * (points[0][k] - points[1][k])) - (points[2][k] - points[3][k])) / (12.0 * step))
            .ToArray();
        return (difference[0], difference[1..^3], difference[^3..]);
    }

    private static (double[] Gradient, bool HasActiveBound) LocalGradientOf(
        FormationScenario scenario, MpcParameters p, double[] state, double[]? input, double[] multipliers, int agent, Theta map)
    {
        var coupling = scenario.Coupling;
        var price = Enumerable.Range(0, scenario.Horizon)
            .Select(l => Enumerable.Range(0, coupling.RowCount).Sum(r => coupling.M[agent][r] * multipliers[(l * coupling.RowCount) + r]))
            .ToArray();
        var controller = new MpcController(p.StateCount, p.InputCount, p.OutputCount, scenario.Horizon);
        Assert.Equal(QpStatus.Solved, controller.Configure(p));
        Assert.Equal(QpStatus.Solved, input is null ? controller.Solve(state, price) : controller.SolveFixedInput(state, price, input));
        var slopes = scenario.ParametersFor(agent, FormationScenario.ImperfectModel);
        new LocalGradient(p.StateCount).Compute(controller, p, price, slopes);
        var gradient = new double[map.Count];
        map.CopyFrom(slopes, gradient);
        return (gradient, controller.StateMultipliers.Any(lambda => Math.Abs(lambda) > 1e-6));
    }
}
