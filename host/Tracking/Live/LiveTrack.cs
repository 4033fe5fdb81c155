using System.Diagnostics;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Poses;
using MultiAgentEdge.Host.Tracking.Sources;

namespace MultiAgentEdge.Host.Tracking.Live;

/// <summary>From a source through the gate to whoever wants poses, and a count of it all.</summary>
/// <param name="say">Takes a line for a person.</param>
/// <param name="handOn">Where poses go; null: nowhere.</param>
public sealed class LiveTrack(PoseGate gate, Action<string> say, Action<PoseReading>? handOn = null) : IPoseTaker
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    private readonly long began = Stopwatch.GetTimestamp();
    private readonly RefusalLog log = new(say);
    private readonly SortedDictionary<string, (long Count, PoseReading First, PoseReading Last)> rovers = new(StringComparer.Ordinal);
    private readonly List<string> notes = [];

    /// <summary>On the host's clock, µs: the stopwatch's, which a camera stamps by too.</summary>
    public static long NowUs => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    public long Taken { get; private set; }

    public long Refused => log.Refused;

    /// <param name="isOver">Asked between looks.</param>
    public void Run(IPoseSource source, Func<bool> isOver, Action between)
    {
        while (!source.IsOver && !isOver())
        {
            source.Poll(Wait, this);
            between();
        }
    }

    public void Take(PoseReading pose, long? stampUs)
    {
        var verdict = gate.Judge(pose, stampUs, NowUs, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000);
        if (verdict.Pose is not { } taken)
        {
            log.Add(verdict.Why, verdict.What, NowUs);
            return;
        }

        Taken++;
        rovers[taken.Rover] = rovers.TryGetValue(taken.Rover, out var known) ? (known.Count + 1, known.First, taken) : (1, taken, taken);
        handOn?.Invoke(taken);
    }

    public void Refuse(PoseRefusal why, string what) => log.Add(why, what, NowUs);

    public void Note(string what)
    {
        if (!notes.Contains(what) && notes.Count < 20)
            notes.Add(what);
        say(what);
    }

    /// <summary>Keys: README.md.</summary>
    public JsonObject Json(string source) => new()
    {
        ["source"] = source,
        ["seconds"] = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 3),
        ["poses_taken"] = Taken,
        ["poses_refused"] = Refused,
        ["poses_left_out"] = log.LeftOut,
        ["refused"] = log.Json(),
        ["messages"] = new JsonArray([.. log.Said.Concat(notes).Select(line => (JsonNode)line)]),
        ["rovers"] = new JsonArray([.. rovers.Values.Select(one => (JsonNode)new JsonObject
        {
            ["rover"] = one.Last.Rover,
            ["poses"] = one.Count,
            ["rate_hz"] = one.Last.StampUs > one.First.StampUs
                ? Math.Round((one.Count - 1) * 1e6 / (one.Last.StampUs - one.First.StampUs), 3) : null,
            ["x_m"] = one.Last.XM,
            ["y_m"] = one.Last.YM,
            ["heading_rad"] = one.Last.HasHeading ? one.Last.HeadingRad : null,
            ["sigma_m"] = one.Last.SigmaM,
            ["sigma_rad"] = one.Last.HasHeading ? one.Last.SigmaRad : null,
            ["tracker"] = one.Last.Source,
        })]),
    };
}
