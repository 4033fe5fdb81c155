using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Formation.Training;

/// <summary>Training in a folder: experience.csv grows with it, checkpoint.bin is replaced now and then, and both always belong
/// together.</summary>
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
        var training = new FormationTraining(world, options);
        // Exploration falls over the whole run: a longer one was another from its first sample on.
        var from = folder.LengthBefore is null ? folder.Last() : null;
        var kept = from is null ? 0 : Load(from, training);
        folder.Begin(from, training.Learner.Samples);
        var last = training.Learner.Samples;
        using var csv = kept > 0 ? folder.Run.Continue(Experience, kept) : folder.Run.Begin(Experience);
        var log = new ExperienceLog(world, training.Learner.Learner, csv.Writer);
        if (kept == 0)
            log.WriteHeader();
        var (best, rollbacks) = (training.Learner.BestCost, training.Learner.Rollbacks);
        try
        {
            training.Run(
                () =>
                {
                    log.WriteRow(training.Learner.Transition);
                    folder.Advance(training.Learner.Samples, options.Samples, "samples");
                    if (training.Learner.Rollbacks > rollbacks)
                        folder.Mark("rolled back");
                    if (training.Learner.BestCost < best)
                        folder.Mark(string.Create(CultureInfo.InvariantCulture, $"evaluated: {training.Learner.BestCost:G3}"));
                    (best, rollbacks) = (training.Learner.BestCost, training.Learner.Rollbacks);
                    progress(training.Learner);
                },
                stops =>
                {
                    // The first one as soon as there can be one: a disk that fills up leaves something to go on from.
                    if (!stops && folder.HasCheckpoint && training.Learner.Samples - last < folder.CheckpointEvery
                        && training.Learner.Samples < options.Samples)
                        return;
                    Save(folder, training, csv);
                    last = training.Learner.Samples;
                },
                cancellation);
        }
        finally
        {
            // Also what did not come to its end is a table to read; whoever goes on with it takes it up again.
            csv.Complete();
        }

        return training.Evaluate();
    }

    /// <summary>What a run leaves, also one that ended early: theta and evaluation of one that came to its end, the page of both.</summary>
    /// <param name="name">What the scenario goes by.</param>
    /// <param name="result">Null where it ended early.</param>
    /// <returns>The run's results.</returns>
    public static JsonObject Leave(
        TrainingFolder folder, RunEnd end, string title, string name, FormationScenario world, bool isPaperExample, TrainingResult? result,
        QLearnerOptions options, TimeSpan elapsed)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(end);
        if (result is not null)
            folder.Run.Write("theta.json", TrainingJson.Theta(result));
        var report = new FormationTrainingReport(
            world, result, folder.Run.PathOf(Experience), options.Rounds, options.Seed) { IsPaperExample = isPaperExample };
        TrainingReports.Write(
            folder.Run, report, end, title, options.Rounds, options.Seed, options.Update,
            ("samples", $"{report.Samples} of {options.Samples}"));
        return result is null
            ? TrainingJson.Early(name, options, report.Samples, elapsed, folder.Run.Path)
            : TrainingJson.Result(name, options, result, elapsed, folder.Run.Path);
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

    private static long Load(string path, FormationTraining training)
    {
        try
        {
            var bytes = 0L;
            CheckpointFile.Load(path, FormationTraining.CheckpointKind, FormationTraining.CheckpointSchema, reader =>
            {
                bytes = reader.ReadInt64();
                training.Load(reader);
            });
            return bytes;
        }
        catch (CheckpointException exception)
        {
            throw Resumed.Damaged(exception, TrainingJson.Verb);
        }
    }
}
