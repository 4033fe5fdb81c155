using System.Globalization;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Papers.S1;

/// <summary>
/// Learning on the example of paper S1 (figures 1 to 4). The full runs (30,000 samples, seeds 1 to 5) belong to the long lane: MAE_LONG=1.
/// </summary>
public sealed class LearningTests(ITestOutputHelper output)
{
    public static bool IsLong => Environment.GetEnvironmentVariable("MAE_LONG") == "1";

    private TrainingResult Train(ulong seed, int samples, UpdateRule update = UpdateRule.Identification)
    {
        var result = FormationTraining.Run(
            FormationScenario.PaperS1(), new QLearnerOptions { Seed = seed, Samples = samples, Update = update },
            TestContext.Current.CancellationToken);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{update}, seed {seed}, {samples} samples: L first {result.StageCostFirst:F3} last {result.StageCostLast:F3}, |TD| "
            + $"{result.TdErrorAbsMeanLast:F3}, P(x11<0) {result.ViolationRateLast:F3}, |error| {Errors(result.CouplingErrorAbsMeanM)}"));
        foreach (var (name, figures) in new[] { ("no learning", result.NoLearning), ("learned", result.Learned),
            ("oracle", result.Oracle) })
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name}: L {figures.StageCost:F3}, |error| {Errors(figures.CouplingErrorAbsM)}, P(x11<0) {figures.ViolationShare:P0}"));
        }

        return result;
    }

    // The limits of a whole run, kept after a fifth of it: the model is known after a few hundred samples.
    [Fact]
    public void A_short_run_comes_within_a_tenth_of_the_oracle()
    {
        var result = Train(seed: 1, samples: 6_000);
        Assert.InRange(result.NoLearning.StageCost, 7.4, 8.0);
        HoldToTheLimits(result);
        Assert.True(
            result.Learned.StageCost <= 1.1 * result.Oracle.StageCost,
            $"learned {result.Learned.StageCost}, oracle {result.Oracle.StageCost}");
        Assert.True(result.StageCostLast < 0.5 * result.StageCostFirst);
    }

    // The references ask for 0.3 m between neighbours; 0.5 m are to be kept (1d), by a model that does not know of the disturbance.
    [Fact]
    public void On_the_track_it_learns_to_keep_the_distance()
    {
        var result = FormationTraining.Run(
            FormationScenario.Track(), new QLearnerOptions { Seed = 1, Samples = 3_000 }, TestContext.Current.CancellationToken);
        foreach (var (name, figures) in new[] { ("no learning", result.NoLearning), ("learned", result.Learned),
            ("oracle", result.Oracle) })
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name}: L {figures.StageCost:F3}, distance short by more than 1 cm in {figures.ShortfallShare:P1}, by "
                + $"{Errors(figures.ShortfallMeanM)} m in the mean"));
        }

        Assert.True(result.NoLearning.ShortfallShare >= 0.9);
        Assert.Equal(0.0, result.Learned.ShortfallShare);
        Assert.True(result.Learned.StageCost <= 0.2 * result.NoLearning.StageCost);
        // Uniform noise 0.1 m wide moves a distance by at most 0.05 m from what is expected: more than twice that is no back-off but fear.
        Assert.All(result.Theta[^1], margin => Assert.InRange(margin, 0.05, 0.1));
    }

    [Fact]
    public void The_papers_update_alone_already_improves_in_a_short_run()
    {
        var result = Train(seed: 1, samples: 6_000, UpdateRule.QLearning);
        Assert.True(result.Learned.StageCost < 0.5, $"learned {result.Learned.StageCost}");
        Assert.True(result.Learned.StageCost > result.Oracle.StageCost, "better than the oracle: something is measured wrongly");
        Assert.Equal(0.0, result.Learned.ViolationShare);
        Assert.True(result.StageCostLast < 0.5 * result.StageCostFirst);
    }

    // Seeds 1 to 5 are those of the aim; nothing was chosen by 6 to 15.
    [Theory(Skip = "long lane: set MAE_LONG=1", SkipUnless = nameof(IsLong))]
    [InlineData(1ul)]
    [InlineData(2ul)]
    [InlineData(3ul)]
    [InlineData(4ul)]
    [InlineData(5ul)]
    [InlineData(6ul)]
    [InlineData(7ul)]
    [InlineData(8ul)]
    [InlineData(9ul)]
    [InlineData(10ul)]
    [InlineData(11ul)]
    [InlineData(12ul)]
    [InlineData(13ul)]
    [InlineData(14ul)]
    [InlineData(15ul)]
    public void Full_runs_reach_the_aim(ulong seed)
    {
        var result = Train(seed, 30_000);
        Assert.InRange(result.NoLearning.StageCost, 7.4, 8.0);
        HoldToTheLimits(result);
    }

    // The paper names no figures; these are the aims that were set for its example before anything of this was written.
    private static void HoldToTheLimits(TrainingResult result)
    {
        Assert.True(result.StageCostLast <= 0.35);
        Assert.Equal(0.0, result.ViolationRateLast);
        Assert.True(result.TdErrorAbsMeanLast <= 0.17);
        Assert.True(result.Learned.StageCost <= 0.20);
        Assert.Equal(0.0, result.Learned.ViolationShare);
        foreach (var errors in new[] { result.CouplingErrorAbsMeanM, result.Learned.CouplingErrorAbsM })
        {
            Assert.True(errors[0] <= 0.03);
            Assert.True(errors[1] <= 0.03);
            Assert.True(errors[2] <= 0.01);
        }
    }

    private static string Errors(double[] errors) =>
        string.Join(" / ", errors.Select(error => error.ToString("F3", CultureInfo.InvariantCulture)));
}
