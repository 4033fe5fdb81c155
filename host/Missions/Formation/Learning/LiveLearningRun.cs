using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Formation.Learning;

/// <summary>
/// A learning run in its folder: experience.csv grows with it, checkpoint.bin is replaced at every push, and both always belong together.
/// Gone on with after a kill, a fleet that is out there starts anew with what was learned and the set that it drove last. Simulated bodies,
/// what their controllers had warm and what was under way died with the process, and are in no checkpoint: such a run is driven again from
/// its first period, which gives the very bits, and is held against the checkpoint that it passes.
/// </summary>
public sealed class LiveLearningRun : IDisposable
{
    /// <summary>The table that grows with the run.</summary>
    public const string Experience = "experience.csv";

    private const string CheckpointKind = "run formation --learn";
    private const int CheckpointSchema = 1;

    private readonly TrainingFolder folder;
    private readonly int samples;
    private readonly LiveFigures figures;
    private readonly PartialFile csv;
    private readonly byte[]? passed;
    private bool hasPassed;
    private readonly List<LivePush> pushes = [];
    private int before;

    /// <param name="isSimulated">The bodies are this process's own.</param>
    /// <exception cref="MaeException">The checkpoint cannot be gone on from.</exception>
    public LiveLearningRun(
        TrainingFolder folder, FormationScenario scenario, LiveLearningOptions options, bool isSimulated,
        IReadOnlyList<RoverSignals>? signals = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        (this.folder, samples) = (folder, options.Learner.Samples);
        Learner = new LiveLearner(scenario, options.Learner);
        figures = new LiveFigures(scenario, Learner, options.Rounds, options.Learner.Seed);
        // A longer one explores otherwise from the first period on: it does not come by.
        if (isSimulated && folder.HasCheckpoint && folder.LengthBefore is null)
            passed = File.ReadAllBytes(folder.CheckpointPath);
        var from = folder.HasCheckpoint ? folder.CheckpointPath : null;
        var kept = from is null || isSimulated ? 0 : Load(from);
        folder.Begin(from, Learner.Samples);
        csv = kept > 0 ? folder.Run.Continue(Experience, kept, forgives: true) : folder.Run.Begin(Experience, forgives: true);
        var log = new ExperienceLog(scenario, Learner.Learner, csv.Writer, signals);
        if (kept == 0)
            log.WriteHeader();
        Learner.Learned += figures.Add;
        Learner.Learned += log.WriteRow;
    }

    public LiveLearner Learner { get; }

    /// <summary>The run was killed and is driven again.</summary>
    public bool IsAgain => passed is not null;

    /// <summary>False where it was driven again and came by another way: another program or machine than before.</summary>
    public bool IsSame => passed is null || hasPassed;

    /// <summary>Why nothing is kept any more of what is learned; null while all is. The rovers drive on, and learn.</summary>
    public IOException? Lost { get; private set; }

    /// <summary>Number of the first set of what follows: above all that this run has pushed.</summary>
    public uint FirstVersion { get; private set; } = 1;

    /// <summary>Periods that are still to be driven.</summary>
    public int PeriodsLeft(int samples) => Math.Max(1, samples - Learner.Periods);

    /// <summary>Takes a checkpoint at every push from now on.</summary>
    public void Follow(FormationLearning learning)
    {
        ArgumentNullException.ThrowIfNull(learning);
        before = pushes.Count;
        learning.Pushed += () =>
        {
            Take(learning);
            try
            {
                Save();
            }
            catch (IOException exception)
            {
                Lost ??= exception;
            }
        };
    }

    /// <summary>The end: completes the CSV, evaluates what came to its end.</summary>
    /// <param name="learning">Null where it ended before it began to learn.</param>
    /// <returns>Null where it ended early.</returns>
    public TrainingResult? Complete(FormationLearning? learning, bool isWhole)
    {
        if (learning is not null)
            Take(learning);
        csv.Complete();
        Lost ??= csv.Failure;
        return isWhole ? figures.Evaluate() : null;
    }

    public int Rollbacks => Learner.Guard.Rollbacks;

    /// <summary>Every push of the run, those before it was interrupted too.</summary>
    public JsonArray Versions() => new([.. pushes.Select(push => (JsonNode)new JsonObject
    {
        ["version"] = push.Version,
        ["after_tick"] = push.Tick,
        ["rollback"] = push.IsRollback,
        ["why"] = push.Why,
    })]);

    /// <summary>Pushes that were no rollbacks.</summary>
    public int Pushes => pushes.Count(push => !push.IsRollback);

    public void Dispose() => csv.Dispose();

    private void Take(FormationLearning learning)
    {
        pushes.RemoveRange(before, pushes.Count - before);
        pushes.AddRange(learning.Pushes);
        FirstVersion = learning.Version + 1;
    }

    private void Save()
    {
        var bytes = csv.Flush();
        // The checkpoint before it still fits to what is there of the experience.
        if (csv.Failure is { } failure)
            throw failure;
        folder.Advance(Learner.Samples, samples, "samples");
        folder.SaveCheckpoint(CheckpointKind, CheckpointSchema, writer =>
        {
            writer.Write(bytes);
            writer.Write(FirstVersion);
            writer.Write(pushes.Count);
            foreach (var push in pushes)
            {
                writer.Write(push.Version);
                writer.Write(push.Tick);
                writer.Write(push.IsRollback);
                writer.Write(push.Why);
            }

            figures.Save(writer);
            Learner.Save(writer);
        });
        if (passed is not null && !hasPassed)
            hasPassed = File.ReadAllBytes(folder.CheckpointPath).AsSpan().SequenceEqual(passed);
    }

    private long Load(string path)
    {
        var bytes = 0L;
        try
        {
            CheckpointFile.Load(path, CheckpointKind, CheckpointSchema, reader =>
            {
                bytes = reader.ReadInt64();
                FirstVersion = reader.ReadUInt32();
                var count = reader.ReadCount();
                for (var i = 0; i < count; i++)
                    pushes.Add(new LivePush(reader.ReadUInt32(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadString()));
                figures.Load(reader);
                Learner.Load(reader);
            });
        }
        catch (CheckpointException exception)
        {
            throw Resumed.Damaged(exception, LiveLearningOptions.Verb);
        }

        return bytes;
    }
}
