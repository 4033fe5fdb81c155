using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Training.Mappo;
using MultiAgentEdge.Host.Training.Rewards;
using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Host.Worlds.Tasks;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Host.Training.Mappo;

public sealed class CurriculumTests(ITestOutputHelper output)
{
    private static readonly CurriculumOptions Tiny = new() { StepScale = 0.002, EvaluationEpisodes = 40 };

    // The second task: nothing of the reward design or the learner knows what it is. Its optimum is known: rest at the dock costs two
    // pushes.
    [Fact]
    public void Docking_learns_to_keep_its_constraint_and_then_to_save_pushes()
    {
        var options = new CurriculumOptions
        {
            StepScale = 0.03,
            // So few steps leave no time for a falling rate.
            LearningRateLast = 1.0,
            EvaluationEpisodes = 400,
            Learner = new MappoOptions { RolloutSteps = 20, ActorHidden = [32, 32], CriticHidden = [32, 32] },
        };
        var curriculum = new Curriculum(new DockingTask(30), new DockingTask(100), options);
        Run(curriculum);
        foreach (var stage in curriculum.Results)
        {
            output.WriteLine($"{stage.Number} {stage.Name}: {stage.Full}");
            foreach (var sentence in stage.Derivation)
                output.WriteLine("   " + sentence);
        }

        var (free, fast, cheap) = (curriculum.Results[0], curriculum.Results[2], curriculum.Results[3]);
        Assert.True(free.Full.StateViolationRate > 0.5, "the fastest way without constraint is too fast for it");
        Assert.InRange(fast.Full.TerminalViolationRate, 0.0, 0.02);
        Assert.InRange(cheap.Full.TerminalViolationRate, 0.0, 0.02);
        Assert.InRange(cheap.Full.CostMean, 2.0, 2.5);
        Assert.True(fast.Full.TimeStepsMean < cheap.Full.TimeStepsMean);
        // The weights came from what was measured, not from the limits that hold for every policy.
        Assert.Equal(-0.9 * 10 / fast.Own.LargestCost, cheap.Weights!.Cost, 1e-12);
        Assert.True(fast.Own.LargestCost < 20);
        Assert.Equal(10 * Math.Pow(0.99, -free.Own.SlowestStep), fast.Weights!.Penalty, 1e-12);
    }

    [Fact]
    public void A_curriculum_that_was_stopped_anywhere_ends_with_the_same_bits()
    {
        var whole = Coverage(Tiny);
        Run(whole);
        for (var pieces = 0; pieces < 4; pieces++)
        {
            var first = Coverage(Tiny);
            for (var i = 0; i < pieces; i++)
                first.Advance();
            var stream = new MemoryStream();
            first.Save(new BinaryWriter(stream));
            stream.Position = 0;
            var second = Coverage(Tiny);
            second.Load(new BinaryReader(stream));
            Run(second);
            Assert.Equal(whole.Actor.Values.ToArray(), second.Actor.Values.ToArray());
            Assert.Equal(whole.Results[^1].Full, second.Results[^1].Full);
            Assert.Equal(whole.Results[^1].Weights, second.Results[^1].Weights);
        }
    }

    [Fact]
    public void Another_seed_another_policy_and_a_checkpoint_of_other_widths_is_refused()
    {
        var options = Tiny with { Objective = CurriculumObjective.MinimumTime };
        Curriculum a = Coverage(options), b = Coverage(options with { Learner = new MappoOptions { Seed = 2 } });
        Run(a);
        Run(b);
        Assert.NotEqual(a.Actor.Values.ToArray(), b.Actor.Values.ToArray());
        var stream = new MemoryStream();
        a.Save(new BinaryWriter(stream));
        stream.Position = 0;
        Assert.Throws<CheckpointException>(
            () => Coverage(options with { Learner = new MappoOptions { ActorHidden = [32] } }).Load(new BinaryReader(stream)));
    }

    [Fact]
    public void Weights_outside_their_bounds_are_refused_before_anything_is_learned_or_taken_by_force()
    {
        var refused = Assert.Throws<RewardDesignException>(() => Coverage(Tiny with { CostScale = 10 }));
        Assert.Equal("k_c", Assert.Single(refused.Violations).Bound.Weight);
        var forced = Coverage(Tiny with { CostScale = 10, Force = true });
        Assert.Contains("(12)", Assert.Single(forced.Warnings), StringComparison.Ordinal);
        Assert.Throws<RewardDesignException>(() => Coverage(Tiny with { PenaltyScale = 0.1 }));
        Assert.Throws<RewardDesignException>(() => Coverage(Tiny with { GuidanceScale = 10 }));
        Coverage(Tiny with { PenaltyScale = 10, CostScale = 0.1, GuidanceScale = 0 });
    }

    [Fact]
    public void An_update_allocates_nothing()
    {
        var task = new CoverageTask(3, 4);
        var learner = new MultiAgentEdge.Host.Training.Mappo.Mappo(task, new MappoOptions { RolloutSteps = 5, Epochs = 2 });
        var weights = new RewardWeights(10, 12.5, 0.035, 0, 0.99);
        learner.Update(weights, 0.99);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 5; i++)
                learner.Update(weights, 0.99);
        }));
    }

    private static Curriculum Coverage(CurriculumOptions options) => new(new CoverageTask(3, 8), new CoverageTask(3, 20), options);

    private static void Run(Curriculum curriculum)
    {
        while (!curriculum.IsOver)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            curriculum.Advance();
        }
    }
}
