using System.Globalization;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Papers.S1;

/// <summary>
/// Agents coupled through their dynamics, against what Mallick, Airaldi, Dabiri and De Schutter published with their paper (Automatica 167,
/// 2024): inputs of their first policy, and the cost of 100 periods from the same start.
/// </summary>
public sealed class ChainTests(ITestOutputHelper output)
{
    // Sum of the stage cost over 100 periods: their first policy, and that after 10,000 updates.
    private const double PublishedFirst = 312.40;
    private const double PublishedLast = 10.09;

    // From their first evaluation run, whose policy is the imperfect model without the coupling: states (x1, x2 of each) and the inputs
    // there.
    public static TheoryData<double[], double[]> Published => new()
    {
        { [0.0, 0.15, 0.0, 0.15, 0.0, 0.15], [-0.22172707, -0.22172678, -0.22172707] },
        { [0.00841149, 0.10565459, 0.00841152, 0.09065464, 0.00841149, 0.10565459], [-0.16247651, -0.14030413, -0.16247651] },
        { [0.00033826, 0.27707237, -0.01121016, 0.24064935, 0.00033826, 0.27707237], [-0.40981643, -0.34732727, -0.40981643] },
        { [0.02208388, 0.09512188, 0.07769344, 0.17341208, 0.02208388, 0.09512188], [-0.15714769, -0.31452567, -0.15714769] },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Without_learning_the_inputs_are_the_published_ones(double[] x, double[] inputs)
    {
        var scenario = FormationScenario.Chain();
        var team = new FormationTeam(scenario, FormationScenario.ImperfectModel, NegotiationMode.Admm);
        team.Negotiate(States(x), 1e-7, 2_000);
        // Theirs are rounded by ADMM's tolerance: the outer two, the same problem, differ from the middle one in the seventh digit.
        for (var i = 0; i < 3; i++)
            Assert.Equal(inputs[i], team.Inputs[i][0], 2e-6);
    }

    [Fact]
    public void Negotiated_inputs_are_those_of_one_controller_of_all()
    {
        // The true coupled model as one agent with six states: no copies, no negotiation.
        var scenario = FormationScenario.Chain();
        var team = new FormationTeam(scenario, FormationScenario.TrueModel, NegotiationMode.Admm);
        var p = new MpcParameters(6, 3, 0, scenario.Horizon) { Discount = scenario.Discount };
        for (var i = 0; i < 3; i++)
        {
            foreach (var (row, column, value) in new[] { (0, 0, 0.9), (0, 1, 0.35), (1, 1, 1.1) })
                p.A[(((2 * i) + row) * 6) + (2 * i) + column] = value;
            foreach (var j in new[] { i - 1, i + 1 }.Where(j => j is >= 0 and < 3))
                p.A[(((2 * i) + 1) * 6) + (2 * j) + 1] = -0.1;
            p.B[(2 * i * 3) + i] = 0.0813;
            p.B[(((2 * i) + 1) * 3) + i] = 0.2;
            p.Offset[2 * i] = -0.05;
            p.StageStateWeight[2 * i * 7] = 0.5;
            p.StageStateWeight[((2 * i) + 1) * 7] = 0.5;
            p.StageInputWeight[i * 4] = 0.25;
            (p.InputLower[i], p.InputUpper[i]) = (-1.0, 1.0);
            (p.StateLower[2 * i], p.StateUpper[2 * i]) = (0.0, 1.0);
            (p.StateLower[(2 * i) + 1], p.StateUpper[(2 * i) + 1]) = (-1.0, 1.0);
            p.StateSoftWeight[2 * i] = 60.0;
            p.StateSoftWeight[(2 * i) + 1] = 60.0;
        }

        var central = new MpcController(6, 3, 0, scenario.Horizon);
        Assert.Equal(QpStatus.Solved, central.Configure(p));
        foreach (var x in new double[][] { [0.0, 0.15, 0.0, 0.15, 0.0, 0.15], [0.2, -0.3, 0.1, 0.2, 0.05, 0.4],
            [0.3, 0.1, -0.05, 0.2, 0.4, -0.2] })
        {
            team.Negotiator.Reset();
            var rounds = team.Negotiate(States(x), 1e-8, 5_000);
            Assert.Equal(QpStatus.Solved, central.Solve(x, []));
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rounds} rounds, u {team.Inputs[0][0]:F6} {team.Inputs[1][0]:F6} {team.Inputs[2][0]:F6}"));
            for (var i = 0; i < 3; i++)
                Assert.Equal(central.Inputs[i], team.Inputs[i][0], 1e-5);
        }
    }

    [Fact]
    public void A_short_run_is_cheaper_than_the_published_policy_after_ten_thousand_updates()
    {
        var result = FormationTraining.Run(
            FormationScenario.Chain(), new QLearnerOptions { Seed = 1, Samples = 2_000 }, TestContext.Current.CancellationToken);
        double Sum(FormationResult figures) => figures.StageCost * FormationEvaluation.Periods;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cost of 100 periods: no learning {Sum(result.NoLearning):F1} (published {PublishedFirst}), learned {Sum(result.Learned):F2} "
            + $"(published {PublishedLast}), oracle {Sum(result.Oracle):F2}"));
        // Another disturbance in every run, theirs is one run: the same to within what the seed makes.
        Assert.InRange(Sum(result.NoLearning), 0.8 * PublishedFirst, 1.3 * PublishedFirst);
        Assert.True(Sum(result.Learned) <= PublishedLast);
        Assert.True(Sum(result.Learned) >= Sum(result.Oracle));
    }

    // (x1, x2) of each, with what an agent keeps beside: its own and its neighbours' x2 a period ago, which no plan depends on.
    private static double[][] States(double[] x) => [[x[0], x[1], 0, 0], [x[2], x[3], 0, 0, 0], [x[4], x[5], 0, 0]];
}
