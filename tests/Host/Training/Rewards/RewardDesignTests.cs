using MultiAgentEdge.Host.Training.Rewards;
using MultiAgentEdge.Host.Worlds.Particles;

namespace MultiAgentEdge.Tests.Host.Training.Rewards;

public sealed class RewardDesignTests
{
    // T = 25, T-bar = 22, C-bar = 75, G = 10: what tables 2 and 3 of paper S2 were computed from.
    private static readonly RewardQuantities Paper = new(25, 22, 75, 10, 0);

    [Fact]
    public void The_paper_s_numbers_give_the_paper_s_tables()
    {
        var time = RewardDesign.Recommend(RewardProblem.MinimumTime, RewardForm.Paper, 10, 0.99, Paper);
        Assert.Equal(0.0350, time.Guidance, 5e-5);
        Assert.Equal(12.5, time.Penalty, 0.05);
        Assert.Equal(0.0, time.Cost);
        var unconstrained = RewardDesign.Recommend(RewardProblem.MinimumTimeUnconstrained, RewardForm.Paper, 10, 0.99, Paper);
        Assert.Equal(time.Guidance, unconstrained.Guidance);
        Assert.Equal(0.0, unconstrained.Penalty);
        var cost = RewardDesign.Recommend(RewardProblem.MinimumCost, RewardForm.Paper, 10, 1, Paper);
        Assert.Equal(new RewardWeights(10, 10.5, 0, -0.12, 1), cost with { Cost = Math.Round(cost.Cost, 12) });
        Assert.Equal(
            -0.1333,
            RewardDesign.Bounds(RewardProblem.MinimumCost, RewardForm.Paper, 10, 1, Paper).Single(bound => bound.Weight == "k_c").Lower,
            5e-5);
    }

    [Fact]
    public void The_task_itself_declares_the_paper_s_G_and_C_bar()
    {
        var declared = RewardQuantities.Of(new CoverageTask(3, 1));
        Assert.Equal(Paper with { SlowestStep = 25 }, declared with { GuidanceBound = Math.Round(declared.GuidanceBound, 12) });
    }

    [Theory]
    [InlineData(RewardForm.Paper)]
    [InlineData(RewardForm.Strict)]
    public void Recommended_weights_keep_to_their_bounds(RewardForm form)
    {
        foreach (var problem in Enum.GetValues<RewardProblem>())
        {
            foreach (var gamma in new[] { 0.8, 0.95, 0.99, 0.999 })
            {
                var weights = RewardDesign.Recommend(problem, form, 3, gamma, Paper);
                Assert.Empty(RewardDesign.Check(weights, problem, form, Paper));
            }
        }
    }

    // The paper's ablations: which of them break a theorem, and which do not.
    [Theory]
    [InlineData(RewardProblem.MinimumTime, 0.1, 1, 1, "k_p")]
    [InlineData(RewardProblem.MinimumTime, 10, 1, 1, null)]
    [InlineData(RewardProblem.MinimumTime, 1, 10, 1, "k_g")]
    [InlineData(RewardProblem.MinimumTime, 1, 0, 1, null)]
    [InlineData(RewardProblem.MinimumCost, 0.1, 1, 1, "k_p")]
    [InlineData(RewardProblem.MinimumCost, 1, 1, 10, "k_c")]
    [InlineData(RewardProblem.MinimumCost, 1, 1, 0.1, null)]
    public void Weights_outside_are_named_with_bound_and_equation(
        RewardProblem problem, double penalty, double guidance, double cost, string? broken)
    {
        var w = RewardDesign.Recommend(problem, RewardForm.Paper, 10, 0.99, Paper);
        w = w with { Penalty = w.Penalty * penalty, Guidance = w.Guidance * guidance, Cost = w.Cost * cost };
        var violations = RewardDesign.Check(w, problem, RewardForm.Paper, Paper);
        Assert.Equal(broken is null ? [] : [broken], violations.Select(violation => violation.Bound.Weight));
        foreach (var violation in violations)
        {
            Assert.StartsWith($"{broken} = ", violation.Message, StringComparison.Ordinal);
            Assert.Contains(problem == RewardProblem.MinimumCost ? "(12)" : "(15)", violation.Message, StringComparison.Ordinal);
            Assert.Contains(violation.Bound.Range, violation.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Guidance_that_can_be_positive_is_refused()
    {
        var quantities = Paper with { GuidanceMaximum = 0.5 };
        foreach (var problem in Enum.GetValues<RewardProblem>())
        {
            Assert.Throws<RewardDesignException>(() => RewardDesign.Bounds(problem, RewardForm.Paper, 10, 0.99, quantities));
            Assert.Throws<RewardDesignException>(() => RewardDesign.Recommend(problem, RewardForm.Strict, 10, 0.99, quantities));
        }
    }

    [Fact]
    public void The_strict_form_is_the_paper_s_times_one_minus_gamma()
    {
        double Limit(RewardForm form) =>
            RewardDesign.Bounds(RewardProblem.MinimumTime, form, 10, 0.99, Paper).Single(bound => bound.Weight == "k_g").Upper;
        Assert.Equal(Limit(RewardForm.Paper) * 0.01, Limit(RewardForm.Strict), 1e-12);
    }
}
