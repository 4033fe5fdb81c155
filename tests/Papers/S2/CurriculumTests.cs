using System.Globalization;
using MultiAgentEdge.Host.Training.Mappo;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Host.Training.Rewards;
using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Papers.S2;

/// <summary>
/// The coverage curriculum of paper S2 (tables 2 and 3, figures 3 to 5): 10,000 deterministic episodes a stage. The full runs, 11 million
/// steps each, belong to the long lane: MAE_LONG=1.
/// </summary>
public sealed class CurriculumTests(ITestOutputHelper output)
{
    public static bool IsLong => Environment.GetEnvironmentVariable("MAE_LONG") == "1";

    // 90,000 steps of stage 1's reward: the distances left uncovered are three quarters of those of random actions, at most.
    [Fact]
    public void A_hundredth_of_the_training_already_improves_on_random_actions()
    {
        var task = new CoverageTask(3, 30) { ConstraintLevel = 0 };
        var learner = new MultiAgentEdge.Host.Training.Mappo.Mappo(task, new MappoOptions());
        var weights = RewardDesign.Recommend(RewardProblem.MinimumTimeUnconstrained, RewardForm.Paper, 10, 0.99, RewardQuantities.Of(task));
        var random = RandomGuidance();
        for (var i = 0; i < 120; i++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            learner.Update(weights, weights.Gamma);
        }

        var after = Evaluate(learner.Average, 500);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"guidance of random actions {random:F3}, learned {after.GuidanceMean:F3}; {after}"));
        Assert.True(after.GuidanceMean > 0.75 * random);
    }

    [Theory(Skip = "long lane: set MAE_LONG=1", SkipUnless = nameof(IsLong))]
    [InlineData(1ul)]
    [InlineData(2ul)]
    [InlineData(3ul)]
    public void Full_runs_reach_the_paper_s_figures(ulong seed)
    {
        var curriculum = Create(new CurriculumOptions { Learner = new MappoOptions { Seed = seed } });
        Run(curriculum, curriculum.Steps);
        Print($"seed {seed}", curriculum);
        TaskEvaluation time = curriculum.Results[2].Full, action = curriculum.Results[3].Full;
        Assert.InRange(time.TerminalViolationRate, 0.0, 0.02);
        Assert.InRange(time.StateViolationRate, 0.0, 0.01);
        Assert.InRange(time.TimeStepsMean, 0.0, 13.0);
        Assert.InRange(action.TerminalViolationRate, 0.0, 0.02);
        Assert.InRange(action.StateViolationRate, 0.0, 0.01);
        Assert.InRange(action.CostMean, 0.0, 19.5);

        var original = Create(
            new CurriculumOptions { Objective = CurriculumObjective.Original, Learner = new MappoOptions { Seed = seed } });
        Run(original, original.Steps);
        Print($"seed {seed}, original reward", original);
        Assert.True(time.StateViolationRate <= original.Results[0].Full.StateViolationRate / 3.0);
    }

    // Figures 4 and 5: from the same stage 1, or the same stage 3, on with weights outside their bounds or far inside.
    [Fact(Skip = "long lane: set MAE_LONG=1", SkipUnless = nameof(IsLong))]
    public void The_ablations_point_where_the_paper_s_do()
    {
        var options = new CurriculumOptions { Force = true };
        var designed = Create(options);
        Run(designed, designed.FirstStepOf(1));
        var afterFirst = Save(designed);
        Run(designed, designed.FirstStepOf(3));
        var afterThird = Save(designed);
        Run(designed, designed.Steps);
        Print("designed", designed);

        TaskEvaluation Stage3(CurriculumOptions other) =>
            From(afterFirst, other with { Objective = CurriculumObjective.MinimumTime }).Results[2].Full;
        TaskEvaluation Stage4(CurriculumOptions other) => From(afterThird, other).Results[3].Full;
        TaskEvaluation time = designed.Results[2].Full, action = designed.Results[3].Full;
        // Seen weakly: an episode that a violation ends has lost alpha already. It must not do better, at least.
        Assert.True(Stage3(options with { PenaltyScale = 0.1 }).StateViolationRate > 0.7 * time.StateViolationRate);
        Assert.True(Stage3(options with { PenaltyScale = 10 }).TimeStepsMean > time.TimeStepsMean);
        Assert.True(Stage4(options with { CostScale = 10 }).TerminalViolationRate > 0.9);
        Assert.True(Stage4(options with { CostScale = 0.1 }).CostMean > 1.3 * action.CostMean);
    }

    private static Curriculum Create(CurriculumOptions options) => new(new CoverageTask(3, 30), new CoverageTask(3, 250), options);

    private Curriculum From(byte[] checkpoint, CurriculumOptions options)
    {
        var curriculum = Create(options);
        curriculum.Load(new BinaryReader(new MemoryStream(checkpoint)));
        Run(curriculum, curriculum.Steps);
        Print(string.Create(CultureInfo.InvariantCulture, $"k_p x {options.PenaltyScale}, k_c x {options.CostScale}"), curriculum);
        return curriculum;
    }

    private static byte[] Save(Curriculum curriculum)
    {
        var stream = new MemoryStream();
        curriculum.Save(new BinaryWriter(stream));
        return stream.ToArray();
    }

    private static void Run(Curriculum curriculum, long steps)
    {
        while (curriculum.StepsDone < steps)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            curriculum.Advance();
        }
    }

    private static double RandomGuidance()
    {
        var task = new CoverageTask(3, 500) { ConstraintLevel = 0 };
        var random = new Xoshiro256(1);
        for (var e = 0; e < task.Environments; e++)
            task.Reset(e, random);
        var sum = 0.0;
        for (var t = 0; t < task.HorizonSteps; t++)
        {
            task.Step([.. Enumerable.Range(0, 1500).Select(_ => random.NextInt32(task.ActionCount))]);
            foreach (var guidance in task.Guidance)
                sum += guidance;
        }

        return sum / (task.Environments * task.HorizonSteps);
    }

    private static TaskEvaluation Evaluate(Mlp actor, int episodes)
    {
        var task = new CoverageTask(3, 250) { ConstraintLevel = 0 };
        var policy = new Mlp(actor.Sizes, task.Environments * task.Agents);
        policy.CopyFrom(actor);
        return TaskEvaluation.Run(task, policy, episodes, seed: 1, TestContext.Current.CancellationToken);
    }

    private void Print(string name, Curriculum curriculum)
    {
        foreach (var stage in curriculum.Results)
        {
            var f = stage.Full;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}, stage {stage.Number}: terminal violations {f.TerminalViolationRate:P2}, state violations "
                + $"{f.StateViolationRate:P2}, time {f.TimeStepsMean:F2}, actions {f.CostMean:F2}"));
        }
    }
}
