using IceSledges;
using MultiAgentEdge.Host.Missions.Formation.Run;

namespace Examples.Tests;

/// <summary>The firmware's agents with the product's formation controller on bodies that the product does not know.</summary>
public sealed class SledgeFormationTests(ITestOutputHelper output)
{
    [Fact]
    public void The_formation_is_kept_in_the_wind_and_better_by_a_model_that_knows_it()
    {
        var summary = Drive(periods: 400);
        double[] without = summary.CouplingErrorAbsMeanMV1, with = summary.CouplingErrorAbsMeanMV2;
        output.WriteLine($"{string.Join(", ", without)} m without wind and drag in the model, {string.Join(", ", with)} m with both");
        Assert.True(summary.Turnout.IsWhole, summary.Turnout.Sentence);
        Assert.Equal(2u, summary.ParameterVersion);
        Assert.All(with, error => Assert.InRange(error, 0, 0.1));
        Assert.True(with.Sum() < 0.7 * without.Sum(), "the wind is in the model");
        Assert.True(summary.StageCostMeanV2 < summary.StageCostMeanV1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_other_gusts()
    {
        Assert.Equal(Drive(60).StageCostMeanV1, Drive(60).StageCostMeanV1);
        Assert.NotEqual(Drive(60).StageCostMeanV1, Drive(60, seed: 2).StageCostMeanV1);
    }

    private static FormationSummary Drive(int periods, ulong seed = 1)
    {
        using var run = new FormationRun(SledgeFormation.Options(new SledgeOptions(), periods, seed));
        return run.Execute(TestContext.Current.CancellationToken);
    }
}
