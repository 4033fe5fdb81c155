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

    private TrainingResult Train(ulong seed, int samples)
    {
        var result = FormationTraining.Run(
            FormationScenario.PaperS1(), new QLearnerOptions { Seed = seed, Samples = samples }, null, null, TestContext.Current.CancellationToken);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}, {samples} samples: L first {result.StageCostFirst:F3} last {result.StageCostLast:F3}, |TD| {result.TdErrorAbsMeanLast:F3}, P(x11<0) {result.ViolationRateLast:F3}, |error| {Errors(result.CouplingErrorAbsMeanM)}"));
        foreach (var (name, figures) in new[] { ("no learning", result.NoLearning), ("learned", result.Learned), ("oracle", result.Oracle) })
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name}: L {figures.StageCost:F3}, |error| {Errors(figures.CouplingErrorAbsM)}, P(x11<0) {figures.ViolationShare:P0}"));
        }

        return result;
    }

    [Fact]
    public void A_short_run_already_improves_what_new_initial_states_cost()
    {
        var result = Train(seed: 1, samples: 6_000);
        Assert.InRange(result.NoLearning.StageCost, 7.4, 8.0);
        Assert.True(result.Learned.StageCost < 0.5, $"learned {result.Learned.StageCost}");
        Assert.True(result.Learned.StageCost > result.Oracle.StageCost, "better than the oracle: something is measured wrongly");
        Assert.Equal(0.0, result.Learned.ViolationShare);
        Assert.True(result.StageCostLast < 0.5 * result.StageCostFirst);
    }

    // The bounds are what the present learner reaches; what the paper's prototypes reached is in host/Training/Formation/README.md.
    [Theory(Skip = "long lane: set MAE_LONG=1", SkipUnless = nameof(IsLong))]
    [InlineData(1ul)]
    [InlineData(2ul)]
    [InlineData(3ul)]
    [InlineData(4ul)]
    [InlineData(5ul)]
    public void Full_runs_reach_the_table_of_the_README(ulong seed)
    {
        var result = Train(seed, 30_000);
        Assert.True(result.StageCostLast <= 0.35);
        Assert.Equal(0.0, result.ViolationRateLast);
        Assert.True(result.TdErrorAbsMeanLast <= 0.18);
        Assert.InRange(result.NoLearning.StageCost, 7.4, 8.0);
        Assert.True(result.Learned.StageCost <= 0.31);
        Assert.Equal(0.0, result.Learned.ViolationShare);
    }

    private static string Errors(double[] errors) => string.Join(" / ", errors.Select(error => error.ToString("F3", CultureInfo.InvariantCulture)));
}
