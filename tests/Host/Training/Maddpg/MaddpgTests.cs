using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Training.Maddpg;

namespace MultiAgentEdge.Tests.Host.Training.Maddpg;

/// <summary>Both learners, shared and separate networks. What they reach is measured in tests/Papers/S3.</summary>
public sealed class MaddpgTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Algorithms => ["maddpg-scope", "maddpg"];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Same_seed_same_bits_and_another_seed_others(string algorithm)
    {
        var first = Weights(Run(Create(algorithm, 1), 12));
        Assert.Equal(first, Weights(Run(Create(algorithm, 1), 12)));
        Assert.NotEqual(first, Weights(Run(Create(algorithm, 2), 12)));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_checkpoint_goes_on_with_the_same_bits(string algorithm)
    {
        var whole = Run(Create(algorithm, 1), 14);
        var file = Path.Combine(folder, "checkpoint.bin");
        var stopped = Run(Create(algorithm, 1), 9);
        CheckpointFile.Save(file, algorithm, stopped.CheckpointSchema, stopped.Save);
        var resumed = Create(algorithm, 1);
        CheckpointFile.Load(file, algorithm, resumed.CheckpointSchema, resumed.Load);
        Assert.Equal((stopped.StepsDone, stopped.Updates), (resumed.StepsDone, resumed.Updates));
        Run(resumed, 5);
        Assert.Equal(Weights(whole), Weights(resumed));
        Assert.Equal(whole.ReadCurve(), resumed.ReadCurve());
    }

    [Fact]
    public void A_checkpoint_of_other_sizes_is_refused()
    {
        var file = Path.Combine(folder, "checkpoint.bin");
        CheckpointFile.Save(file, "x", 1, Run(Create("maddpg-scope", 1), 2).Save);
        var other = new MaddpgScope(Small() with { ActorUnits = 9 });
        Assert.Throws<CheckpointException>(() => CheckpointFile.Load(file, "x", 1, other.Load));
    }

    [Theory]
    [InlineData(3, 14, 1_000_000, 25_000)]
    [InlineData(3, 14, 250_000, 10_000)]
    [InlineData(64, 258, 1_000_000, 312)]
    public void The_replay_holds_the_run_what_was_asked_for_or_what_fits(int agents, int width, int transitions, int episodes) =>
        Assert.Equal(episodes, EpisodeReplay.CapacityFor(agents, width, 25, 25_000, transitions));

    [Fact]
    public void Scope_shares_one_actor_and_the_original_has_one_for_each_agent()
    {
        Assert.Single(Create("maddpg-scope", 1).Model().Actors);
        Assert.True(Create("maddpg-scope", 1).Model().Shape.Sorted);
        Assert.Equal(3, Create("maddpg", 1).Model().Actors.Count);
        Assert.False(Create("maddpg", 1).Model().Shape.Sorted);
    }

    [Theory]
    [InlineData(0.0, 1.0f)]
    [InlineData(0.6, 1.0f)]
    [InlineData(0.8, 0.55f)]
    [InlineData(1.0, 0.1f)]
    public void The_step_size_falls_over_the_end_of_the_run(double done, float share) =>
        Assert.Equal(share, LinearDecay.Share(done, 0.4, 0.1), 1e-6f);

    private static MaddpgScopeOptions Small() => new()
    {
        SmallestTeam = 2, Episodes = 56, ActorUnits = 8, CriticUnits = 8, Batch = 32, WarmUp = 300, EpisodeSteps = 10,
    };

    private static ICoverageTrainer Create(string algorithm, ulong seed) => algorithm == "maddpg-scope"
        ? new MaddpgScope(Small() with { Seed = seed })
        : new MultiAgentEdge.Host.Training.Maddpg.Maddpg(new MaddpgOptions
        {
            Seed = seed, Episodes = 56, ActorUnits = 8, CriticUnits = 8, Batch = 32, WarmUp = 300, EpisodeSteps = 10,
        });

    private static ICoverageTrainer Run(ICoverageTrainer trainer, int rounds)
    {
        for (var round = 0; round < rounds; round++)
            trainer.Advance();
        return trainer;
    }

    private static float[] Weights(ICoverageTrainer trainer) => [.. trainer.Model().Actors.SelectMany(actor => actor.Weights)];
}
