using MultiAgentEdge.Host.Training.Rewards;
using WetFloor;

namespace Examples.Tests;

public sealed class WetFloorTrainingTests(ITestOutputHelper output)
{
    /// <summary>By hand, from T = 24, G = 11: the goal at the latest step is worth 10 gamma^24, the worst sum of guidance
    /// 11 (1 - gamma^24) / (1 - gamma) times its weight.</summary>
    [Fact]
    public void The_bounds_are_those_of_the_task()
    {
        var power = Math.Pow(0.99, 24);
        Assert.Equal(10 * power * 0.01 / (11 * (1 - power)), WetFloorTraining.Bounds.Single(bound => bound.Weight == "k_g").Upper, 1e-12);
        Assert.Equal(10 / power, WetFloorTraining.Bounds.Single(bound => bound.Weight == "k_p").Lower, 1e-12);
    }

    /// <summary>Off-hand: a point for each step that is left, and one for the wet.</summary>
    [Fact]
    public void The_reward_that_one_writes_off_hand_is_outside_of_them_and_the_recommended_one_inside()
    {
        var offHand = Check(new RewardWeights(WetFloorTraining.Alpha, Penalty: 1, Guidance: 1, Cost: 0, WetFloorTraining.Gamma));
        Assert.Equal(["k_g", "k_p"], offHand.Select(violation => violation.Bound.Weight).Order());
        Assert.Empty(Check(WetFloorTraining.Recommended));
    }

    [Fact]
    public void By_the_designed_reward_it_goes_round_the_wet_and_by_the_other_through_it()
    {
        var designed = WetFloorTraining.Run(WetFloorTraining.Recommended, seed: 1, TestContext.Current.CancellationToken);
        var offHand = WetFloorTraining.Run(null, seed: 1, TestContext.Current.CancellationToken);
        output.WriteLine($"designed: {designed}");
        output.WriteLine($"off-hand: {offHand}");
        Assert.InRange(designed.StateViolationRate, 0, 0.01);
        Assert.InRange(designed.TerminalViolationRate, 0, 0.02);
        // Nine of the forty-seven dry places lie behind the wet.
        Assert.InRange(offHand.StateViolationRate, 0.1, 0.25);
    }

    private static IReadOnlyList<WeightViolation> Check(RewardWeights weights) =>
        RewardDesign.Check(weights, WetFloorTraining.Problem, RewardForm.Paper, WetFloorTraining.Quantities);
}
