using MultiAgentEdge.Host.Training.Rewards;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Papers.S2;

/// <summary>
/// The theorems of paper S2 on random deterministic graphs, every path of each enumerated: is the best path by reward a best path of the
/// constrained problem? MAE_LONG=1 takes 28,239 graphs that have a safe way to the goal, otherwise 3,000.
/// </summary>
public sealed class RewardTheoremTests(ITestOutputHelper output)
{
    private const double Alpha = 10.0;
    private const double G = 2.0;

    private static readonly int Graphs = Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 28_239 : 3_000;

    [Fact]
    public void The_strict_form_never_fails_the_paper_s_form_at_most_misorders_times()
    {
        var (constraintsPaper, timesPaper) = Failures(RewardProblem.MinimumTime, RewardForm.Paper, 1.0);
        var (constraintsStrict, timesStrict) = Failures(RewardProblem.MinimumTime, RewardForm.Strict, 1.0);
        output.WriteLine(
            $"{Graphs} graphs: paper's form {constraintsPaper} constraints broken, {timesPaper} times misordered; strict form "
            + $"{constraintsStrict} and {timesStrict}");
        Assert.Equal(0, constraintsPaper);
        Assert.True(timesPaper > 0, "the caveat that the product states would be empty");
        Assert.Equal((0, 0), (constraintsStrict, timesStrict));
    }

    [Fact]
    public void The_bounds_for_costs_never_fail()
    {
        var failures = Failures(RewardProblem.MinimumCost, RewardForm.Paper, 1.0);
        output.WriteLine($"{Graphs} graphs: {failures}");
        Assert.Equal((0, 0), failures);
    }

    // The test's power: weights well outside a bound do break constraints on these graphs.
    [Theory]
    [InlineData(RewardProblem.MinimumTime)]
    [InlineData(RewardProblem.MinimumCost)]
    public void Weights_outside_their_bounds_do_fail(RewardProblem problem)
    {
        var (constraints, _) = Failures(problem, RewardForm.Paper, 20.0);
        output.WriteLine($"{Graphs} graphs, {problem}, 20 times the guidance or the cost: {constraints} constraints broken");
        Assert.True(constraints > 0);
    }

    private static (int Constraints, int Order) Failures(RewardProblem problem, RewardForm form, double scale)
    {
        var random = new Xoshiro256(2024);
        int constraints = 0, order = 0;
        for (var found = 0; found < Graphs;)
        {
            var graph = RandomGraph.Draw(random, G);
            // Unconstrained first, as the curriculum does: T-bar; then safe and fast: C-bar.
            if (graph.Fastest(isConstrained: false) is not { } free || graph.Fastest(isConstrained: true) is not { } safe)
                continue;
            found++;
            var gamma = problem == RewardProblem.MinimumCost ? 1.0 : 0.8 + (0.19 * random.NextDouble());
            var quantities = new RewardQuantities(graph.Horizon, free.Steps, Math.Max(safe.Cost, 1e-9), G, 0.0);
            var w = RewardDesign.Recommend(problem, form, Alpha, gamma, quantities);
            w = w with { Guidance = w.Guidance * scale, Cost = w.Cost * scale };
            var chosen = graph.Best(w);
            var wanted = problem == RewardProblem.MinimumCost ? graph.Cheapest()!.Cost : safe.Steps;
            if (!chosen.IsTerminal || chosen.IsViolated)
                constraints++;
            else if ((problem == RewardProblem.MinimumCost ? chosen.Cost : chosen.Steps) > wanted + 1e-9)
                order++;
        }

        return (constraints, order);
    }
}
