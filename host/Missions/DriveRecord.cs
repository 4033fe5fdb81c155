using System.Text.Json.Nodes;
using System.Text.Json;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Host.Missions;

/// <summary>
/// The record of a drive, <c>record.mcap</c>: the rows of its table, poses and map, what is said, and the wire. Of rovers that are out
/// there a connection of its own listens, and what it has is on the disk every half second.
/// </summary>
internal sealed class DriveRecord : IDisposable
{
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(0.5);

    private readonly RecordSetup setup;
    private readonly string table;
    private readonly RunRecord record;
    private readonly SimulatedWire? wire;
    private readonly FleetRecorder? recorder;
    private readonly Timer? flush;
    private readonly Dictionary<string, (string Mode, bool Intervenes)> drawn = [];
    private readonly Dictionary<string, long> interventions = [];
    private bool hasMap;

    /// <param name="file">The record's file.</param>
    /// <param name="table">Of which rows are kept: its name without an extension.</param>
    public DriveRecord(PartialFile file, RunJournal journal, string table, RecordSetup setup)
    {
        (this.setup, this.table) = (setup, table);
        record = new RunRecord(file.Stream, setup.Live is null ? null : TimeProvider.System);
        record.Describe(journal.Header(withTimes: setup.Live is not null), setup.Fleet);
        if (setup.Live is not { } live)
        {
            wire = new SimulatedWire(record, setup.Fleet, setup.Kind, setup.OnWheels);
            return;
        }

        recorder = FleetRecorder.Start(live, record, (leaf, rover, payload) =>
        {
            if (rover == Topics.HostName)
                Draw(leaf, payload);
        });
        flush = new Timer(_ => Flush(file), null, FlushEvery, FlushEvery);
    }

    /// <summary>A row of the table.</summary>
    public void Row(IReadOnlyList<string> columns, IReadOnlyList<object> fields) => record.Row(table, columns, fields);

    public void Log(string text) => record.Log("host", text);

    /// <summary>What the host of simulated rovers shows: its world, and where it has come to. Without the plans: which of them it has
    /// heard when it says so depends on how fast a broker was.</summary>
    public void Show(string leaf, string json)
    {
        if (JsonNode.Parse(json) is not JsonObject shown)
            return;
        foreach (var (_, rover) in shown["rovers"] as JsonObject ?? [])
            (rover as JsonObject)?.Remove("plan_m");
        var bytes = JsonSerializer.SerializeToUtf8Bytes(shown);
        record.Wire(Topics.Of(setup.Fleet, Topics.HostName, leaf), bytes);
        Draw(leaf, bytes);
    }

    /// <summary>Where all are in the period whose row was the last.</summary>
    /// <param name="shapes">What moved on the map besides.</param>
    public void Say(uint tick, IReadOnlyList<RecordedRover> rovers, IReadOnlyList<SceneShape> shapes)
    {
        var poses = rovers
            .Where(rover => double.IsFinite(rover.XM) && double.IsFinite(rover.YM))
            .Select(rover => new RecordedPose(rover.Name, rover.XM, rover.YM, double.IsFinite(rover.HeadingRad) ? rover.HeadingRad : 0))
            .ToList();
        record.Foxglove("/tf", FoxgloveSchema.FrameTransforms, message => message.Transforms(poses));
        record.Foxglove("/poses", FoxgloveSchema.PosesInFrame, message => message.Poses(poses));
        var changed = new List<SceneShape>(hasMap ? [] : setup.Map);
        hasMap = true;
        changed.AddRange(shapes);
        changed.AddRange(rovers.Where(HasChanged).Select(Disc));
        if (changed.Count > 0)
            record.Foxglove("/scene", FoxgloveSchema.SceneUpdate, message => message.Scene(changed));
        wire?.Say(tick, rovers);
    }

    public void Complete()
    {
        flush?.Dispose();
        recorder?.Dispose();
        record.Complete();
    }

    public void Dispose()
    {
        flush?.Dispose();
        recorder?.Dispose();
        record.Dispose();
    }

    private void Flush(PartialFile file)
    {
        record.Flush();
        file.ToDisk();
    }

    // What stands on the map, for whoever draws shapes.
    private void Draw(string leaf, byte[] scene)
    {
        if (leaf == Topics.Scene && HeardScene.Shapes(scene) is { Count: > 0 } shapes)
            record.Foxglove("/scene", FoxgloveSchema.SceneUpdate, message => message.Scene(shapes));
    }

    private bool HasChanged(RecordedRover rover)
    {
        var now = (rover.Mode, Intervenes: rover.Interventions > interventions.GetValueOrDefault(rover.Name));
        interventions[rover.Name] = rover.Interventions;
        if (drawn.TryGetValue(rover.Name, out var before) && before == now)
            return false;
        drawn[rover.Name] = now;
        return true;
    }

    private SceneShape Disc(RecordedRover rover) => new(rover.Name, "rover")
    {
        Frame = rover.Name,
        RadiusM = setup.RadiusM,
        HasFront = setup.OnWheels,
        Label = rover.Mode is "running" ? rover.Name : $"{rover.Name}: {rover.Mode}",
        Color = drawn[rover.Name].Intervenes ? SceneShape.Orange
            : rover.Mode switch { "running" => SceneShape.Blue, "degraded" => SceneShape.Orange, "safe-stop" or "emergency-stop"
                => SceneShape.Red, _ => SceneShape.Grey },
    };
}
