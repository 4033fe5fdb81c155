using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli.Training;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Cli.Formation;

/// <summary>
/// A learning run in its folder: experience.csv grows with it, checkpoint.bin is replaced at every push, and both always belong together. Gone on with,
/// it knows what it had learned; the fleet starts anew, with the set that it drove last.
/// </summary>
public sealed class LiveLearningRun : IDisposable
{
    private const string Experience = "experience.csv";
    private const string CheckpointKind = "run formation --learn";
    private const int CheckpointSchema = 1;

    private readonly TrainingFolder folder;
    private readonly LiveFigures figures;
    private readonly PartialFile csv;
    private readonly List<LivePush> pushes = [];
    private int before;

    /// <exception cref="MaeException">The checkpoint cannot be gone on from.</exception>
    public LiveLearningRun(TrainingFolder folder, FormationScenario scenario, LiveLearningOptions options)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        this.folder = folder;
        folder.Begin();
        Learner = new LiveLearner(scenario, options.Learner);
        figures = new LiveFigures(scenario, Learner, options.Rounds, options.Learner.Seed);
        var kept = folder.HasCheckpoint ? Load() : 0;
        csv = kept > 0 ? folder.Run.Continue(Experience, kept) : folder.Run.Begin(Experience);
        var log = new ExperienceLog(scenario, Learner.Learner, csv.Writer);
        if (kept == 0)
            log.WriteHeader();
        Learner.Learned += figures.Add;
        Learner.Learned += log.WriteRow;
    }

    public LiveLearner Learner { get; }

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
            Save();
        };
    }

    /// <summary>The end: evaluates, completes the CSV.</summary>
    public TrainingResult Complete(FormationLearning learning)
    {
        ArgumentNullException.ThrowIfNull(learning);
        Take(learning);
        csv.Complete();
        return figures.Evaluate();
    }

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
    }

    private long Load()
    {
        var bytes = 0L;
        try
        {
            CheckpointFile.Load(folder.CheckpointPath, CheckpointKind, CheckpointSchema, reader =>
            {
                bytes = reader.ReadInt64();
                FirstVersion = reader.ReadUInt32();
                var count = reader.ReadInt32();
                for (var i = 0; i < count; i++)
                    pushes.Add(new LivePush(reader.ReadUInt32(), reader.ReadInt32(), reader.ReadBoolean(), reader.ReadString()));
                figures.Load(reader);
                Learner.Load(reader);
            });
        }
        catch (CheckpointException exception)
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE513", exception.Message, $"Put back a whole one, or start anew: mae {LiveLearningOptions.Verb}; its options are in run.json.", exception);
        }

        return bytes;
    }
}
