using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Papers.S1;

/// <summary>
/// Rounds of negotiation until the residual is 1e-3 along closed loops of 60 periods, on seeds that no number was tuned on. One round:
/// every agent broadcasts its predicted outputs once. MAE_LONG=1 takes ten seeds instead of one.
/// </summary>
public sealed class RoundsTests(ITestOutputHelper output)
{
    private const int FirstSeed = 201;
    private const int RunsPerSeed = 8;
    private const int Periods = 60;
    private const int SettledFrom = 20;

    private static readonly int Seeds = Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 10 : 1;

    private enum Start
    {
        Cold,
        Shifted,
        Kept,
        Chosen,
    }

    private sealed record Rounds(int Percentile95, int Settled95, int Most, double InputError);

    private Rounds Count(NegotiationMode mode, int version, Start start, int runs = RunsPerSeed)
    {
        var scenario = FormationScenario.PaperS1();
        var team = new FormationTeam(scenario, version, mode);
        var reference = new CentralisedReference(scenario, team.Parameters);
        List<int> first = [], all = [], settled = [];
        var inputError = 0.0;
        for (var seed = FirstSeed; seed < FirstSeed + Seeds; seed++)
        {
            var plant = new FormationPlant(scenario, (ulong)seed);
            for (var run = 0; run < runs; run++)
            {
                plant.Restart();
                team.Negotiator.Reset();
                for (var k = 0; k < Periods; k++)
                {
                    if (start == Start.Cold)
                        team.Negotiator.Reset();
                    var taken = team.Negotiate(
                        plant.States, 1e-3, roundLimit: 400, shift: start == Start.Chosen ? null : start == Start.Shifted);
                    (k == 0 ? first : all).Add(taken);
                    if (k >= SettledFrom)
                        settled.Add(taken);
                    if (k % 20 == 1)
                        inputError = Math.Max(inputError, Distance(reference, team, plant.States));
                    plant.Step(team.Inputs);
                }
            }
        }

        var result = new Rounds(Share(all, 0.95), Share(settled, 0.95), all.Max(), inputError);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{mode,-11} model {version} {start,-8} period 0: {Share(first, 0.5),3} /{Share(first, 0.95),4}   from 1: {Share(all, 0.5),3} "
            + $"/{result.Percentile95,4} /{result.Most,4}   from 20: {Share(settled, 0.5),3} /{result.Settled95,4}   input error "
            + $"{inputError:E1}"));
        return result;
    }

    private static int Share(List<int> rounds, double share)
    {
        rounds.Sort();
        return rounds[(int)(rounds.Count * share)];
    }

    private static double Distance(CentralisedReference reference, FormationTeam team, double[][] states)
    {
        Assert.Equal(QpStatus.Solved, reference.Solve(states));
        var largest = 0.0;
        for (var i = 0; i < team.Inputs.Length; i++)
            largest = Math.Max(largest, Math.Abs(reference.FirstInputs[i][0] - team.Inputs[i][0]));
        return largest;
    }

    [Theory]
    [InlineData(FormationScenario.ImperfectModel)]
    [InlineData(FormationScenario.TrueModel)]
    public void Admm_needs_at_most_20_rounds_however_it_starts(int version)
    {
        foreach (var start in Enum.GetValues<Start>())
        {
            var rounds = Count(NegotiationMode.Admm, version, start);
            Assert.InRange(rounds.Percentile95, 1, 20);
            Assert.InRange(rounds.InputError, 0.0, 1e-2);
        }
    }

    [Theory]
    [InlineData(FormationScenario.ImperfectModel)]
    [InlineData(FormationScenario.TrueModel)]
    public void Newton_needs_at_most_6_rounds_warm(int version)
    {
        Count(NegotiationMode.DualNewton, version, Start.Cold);
        Count(NegotiationMode.DualNewton, version, Start.Kept);
        Assert.InRange(Count(NegotiationMode.DualNewton, version, Start.Shifted).Percentile95, 1, 6);
        var chosen = Count(NegotiationMode.DualNewton, version, Start.Chosen);
        Assert.InRange(chosen.Percentile95, 1, 6);
        Assert.InRange(chosen.Settled95, 1, 4);
        Assert.InRange(chosen.InputError, 0.0, 1e-2);
    }

    [Theory]
    [InlineData(FormationScenario.ImperfectModel)]
    [InlineData(FormationScenario.TrueModel)]
    public void Gradients_are_the_slow_references(int version)
    {
        foreach (var start in Enum.GetValues<Start>())
            Assert.InRange(Count(NegotiationMode.Subgradient, version, start, runs: 1).Settled95, 30, 145);
        foreach (var start in Enum.GetValues<Start>())
            Assert.InRange(Count(NegotiationMode.Fista, version, start, runs: 1).Settled95, 5, 40);
    }

    // Why a step of 1.5 diverges: the largest curvature of the dual where no agent is at a bound, by the eigenvalues of sum M S M' +
    // 1/(2w).
    [Theory]
    [InlineData(FormationScenario.ImperfectModel)]
    [InlineData(FormationScenario.TrueModel)]
    public void Default_steps_are_below_the_limits_of_the_free_dual(int version)
    {
        var paper = FormationScenario.PaperS1();
        var free = new FormationScenario([.. paper.Agents.Select(Free)], paper.Coupling, paper.PeriodS);
        var team = new FormationTeam(free, version, NegotiationMode.Subgradient);
        int rows = free.Coupling.RowCount, stages = free.Horizon;
        var curvature = Matrix<double>.Build.DenseDiagonal(stages * rows, 1.0 / (2.0 * free.Coupling.SlackWeight[0]));
        var sensitivity = new double[stages * stages];
        for (var i = 0; i < free.Agents.Count; i++)
        {
            Assert.Equal(QpStatus.Solved, team.Controllers[i].Solve([free.Agents[i].Reference[0], 0.0], new double[stages]));
            Assert.True(team.Controllers[i].TryOutputSensitivity(sensitivity));
            for (var k = 0; k < stages * rows; k++)
            {
                for (var j = 0; j < stages * rows; j++)
                {
                    curvature[k, j] -= free.Coupling.M[i][k % rows] * sensitivity[(k / rows * stages) + (j / rows)]
                        * free.Coupling.M[i][j % rows];
                }
            }
        }

        var largest = curvature.Evd().EigenValues.Max(value => value.Real);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"model {version}: L {largest:F3}, a gradient step is stable below {2 / largest:F3}"));
        var options = new NegotiatorOptions();
        Assert.InRange(options.SubgradientStep, 0.5 / largest, 2.0 / largest);
        Assert.True(1.5 > 2.0 / largest);
    }

    private static FormationAgent Free(FormationAgent agent) => agent with
    {
        InputLower = [-1e6],
        InputUpper = [1e6],
        StateLower = [-MpcParameters.Unbounded, -MpcParameters.Unbounded],
        StateUpper = [MpcParameters.Unbounded, MpcParameters.Unbounded],
    };

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public void Two_admm_rounds_a_period_cost_no_more_than_convergence_once_settled(double lostShare)
    {
        var scenario = FormationScenario.PaperS1();
        var few = new FormationTeam(
            scenario, FormationScenario.TrueModel, NegotiationMode.Admm, tighteningM: 0.05) { LostShare = lostShare };
        var many = new FormationTeam(scenario, FormationScenario.TrueModel, NegotiationMode.Admm, tighteningM: 0.05);
        var two = FormationSimulation.Run(few, seed: 5, runs: 10, periods: 100, from: 50, tolerance: 0.0, roundLimit: 2);
        var converged = FormationSimulation.Run(many, seed: 5, runs: 10, periods: 100, from: 50, tolerance: 1e-4, roundLimit: 200);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{lostShare:P0} of plans lost: two rounds L {two.StageCost:F4}, converged L {converged.StageCost:F4} in "
            + $"{converged.Rounds:F1} rounds"));
        Assert.Equal(2.0, two.Rounds);
        Assert.InRange(two.StageCost, 0.9 * converged.StageCost, 1.1 * converged.StageCost);
    }
}
