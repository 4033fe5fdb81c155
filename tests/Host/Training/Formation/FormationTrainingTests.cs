using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Training.Formation;

public sealed class FormationTrainingTests : IDisposable
{
    private const int Samples = 1_000;

    private readonly string folder = Directory.CreateTempSubdirectory("mae resume ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(UpdateRule.QLearning, false)]
    [InlineData(UpdateRule.Identification, false)]
    [InlineData(UpdateRule.Identification, true)]
    public void A_run_cut_anywhere_ends_with_the_bits_of_one_that_was_not(UpdateRule update, bool onTrack)
    {
        var scenario = onTrack ? FormationScenario.Track() : FormationScenario.PaperS1();
        var options = new QLearnerOptions { Seed = 4, Samples = Samples, Update = update, GuardInterval = 250, GuardRuns = 1 };
        var whole = new List<string>();
        var uncut = new FormationTraining(scenario, options);
        uncut.Run(() => whole.Add(Bits(uncut)), null, TestContext.Current.CancellationToken);

        // Twenty cuts: whatever is in memory is lost, and the last checkpoint is gone on from.
        var random = new Xoshiro256(17);
        var path = Path.Combine(folder, "checkpoint.bin");
        var training = new FormationTraining(scenario, options);
        for (var cut = 0; cut < 20 || training.Learner.Samples < Samples; cut++)
        {
            var lives = cut < 20 ? random.NextInt32(170) : int.MaxValue;
            training = new FormationTraining(scenario, options);
            if (File.Exists(path))
                CheckpointFile.Load(path, FormationTraining.CheckpointKind, FormationTraining.CheckpointSchema, training.Load);
            void Compare()
            {
                Assert.Equal(whole[training.Learner.Samples - 1], Bits(training));
                if (lives-- == 0)
                    throw new OperationCanceledException();
            }

            try
            {
                training.Run(
                    Compare,
                    _ => CheckpointFile.Save(path, FormationTraining.CheckpointKind, FormationTraining.CheckpointSchema, training.Save),
                    TestContext.Current.CancellationToken);
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
            }
        }

        var (expected, actual) = (uncut.Evaluate(), training.Evaluate());
        Assert.Equal(expected.Theta.SelectMany(theta => theta), actual.Theta.SelectMany(theta => theta));
        Assert.Equal(expected.StageCostFirst, actual.StageCostFirst);
        Assert.Equal(expected.StageCostLast, actual.StageCostLast);
        Assert.Equal(expected.TdErrorAbsMeanLast, actual.TdErrorAbsMeanLast);
        Assert.Equal(expected.CouplingErrorAbsMeanM, actual.CouplingErrorAbsMeanM);
        Assert.Equal(expected.Learned.StageCost, actual.Learned.StageCost);
        Assert.Equal(expected.GuardCost, actual.GuardCost);
    }

    [Fact]
    public void A_checkpoint_of_other_options_is_refused()
    {
        var path = Path.Combine(folder, "checkpoint.bin");
        FormationTraining Of(UpdateRule update) => new(FormationScenario.PaperS1(), new QLearnerOptions { Update = update, GuardRuns = 1 });
        CheckpointFile.Save(path, FormationTraining.CheckpointKind, FormationTraining.CheckpointSchema, Of(UpdateRule.Identification).Save);
        Assert.Throws<CheckpointException>(() =>
            CheckpointFile.Load(path, FormationTraining.CheckpointKind, FormationTraining.CheckpointSchema, Of(UpdateRule.QLearning).Load));
    }

    [Fact]
    public void Between_settled_samples_there_is_no_checkpoint()
    {
        var training = new FormationTraining(FormationScenario.PaperS1(), new QLearnerOptions { GuardRuns = 1 });
        training.Learner.Step();
        Assert.Throws<InvalidOperationException>(() => training.Save(new BinaryWriter(Stream.Null)));
    }

    private static string Bits(FormationTraining training)
    {
        var learner = training.Learner;
        return string.Join(
            ' ', learner.Theta.Concat(learner.States).Append([learner.TdError, learner.Value, learner.StageCost]).SelectMany(v => v)
            .Select(v => BitConverter.DoubleToInt64Bits(v).ToString("x", null)));
    }
}
