using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Cli.Training;

/// <summary>Training in a folder: experience.csv grows with it, checkpoint.bin is replaced now and then, and both always belong together.</summary>
public static class FormationTrainingRun
{
    private const string Experience = "experience.csv";

    /// <param name="progress">After every sample.</param>
    /// <exception cref="MaeException">The checkpoint cannot be gone on from.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint of its last sample is there.</exception>
    /// <exception cref="IOException">The disk is full or gone; the checkpoint before it is still there.</exception>
    public static TrainingResult Run(
        TrainingFolder folder, string scenario, QLearnerOptions options, Action<QLearner> progress, CancellationToken cancellation) =>
        Run(folder, FormationScenarios.Of(scenario), options, progress, cancellation);

    /// <summary>On a scenario that has no name.</summary>
    public static TrainingResult Run(
        TrainingFolder folder, FormationScenario world, QLearnerOptions options, Action<QLearner> progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        folder.Begin();
        var training = new FormationTraining(world, options);
        var kept = folder.HasCheckpoint ? Load(folder, training) : 0;
        var last = training.Learner.Samples;
        using var csv = kept > 0 ? folder.Run.Continue(Experience, kept) : folder.Run.Begin(Experience);
        var log = new ExperienceLog(world, training.Learner.Learner, csv.Writer);
        if (kept == 0)
            log.WriteHeader();
        training.Run(
            () =>
            {
                log.WriteRow(training.Learner.Transition);
                progress(training.Learner);
            },
            stops =>
            {
                // The first one as soon as there can be one: a disk that fills up leaves something to go on from.
                if (!stops && folder.HasCheckpoint && training.Learner.Samples - last < folder.CheckpointEvery)
                    return;
                Save(folder, training, csv);
                last = training.Learner.Samples;
            },
            cancellation);
        var result = training.Evaluate();
        csv.Complete();
        return result;
    }

    private static void Save(TrainingFolder folder, FormationTraining training, PartialFile csv)
    {
        var bytes = csv.Flush();
        folder.SaveCheckpoint(FormationTraining.CheckpointKind, FormationTraining.CheckpointSchema, writer =>
        {
            writer.Write(bytes);
            training.Save(writer);
        });
    }

    private static long Load(TrainingFolder folder, FormationTraining training)
    {
        try
        {
            var bytes = 0L;
            CheckpointFile.Load(folder.CheckpointPath, FormationTraining.CheckpointKind, FormationTraining.CheckpointSchema, reader =>
            {
                bytes = reader.ReadInt64();
                training.Load(reader);
            });
            return bytes;
        }
        catch (CheckpointException exception)
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE513", exception.Message, $"Put back a whole one, or start anew: mae {TrainingJson.Verb}; its options are in run.json.", exception);
        }
    }
}
