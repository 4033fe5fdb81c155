using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Tracking.Gates;

/// <summary>
/// Counts what is refused, and says each kind once, then not again before ten seconds are over: a tracker says a thousand things a second.
/// </summary>
/// <param name="say">Takes a line for a person.</param>
public sealed class RefusalLog(Action<string> say)
{
    private const long AgainUs = 10_000_000;

    private readonly SortedDictionary<PoseRefusal, (long Count, long SaidUs, long Unsaid)> kinds = [];
    private readonly List<string> said = [];

    /// <summary>Without what came too often, which is no fault.</summary>
    public long Refused => kinds.Where(kind => kind.Key != PoseRefusal.TooOften).Sum(kind => kind.Value.Count);

    public long LeftOut => kinds.TryGetValue(PoseRefusal.TooOften, out var kind) ? kind.Count : 0;

    /// <summary>The first line of each kind.</summary>
    public IReadOnlyList<string> Said => said;

    public void Add(PoseRefusal why, string what, long nowUs)
    {
        var isNew = !kinds.TryGetValue(why, out var kind);
        if (isNew || nowUs - kind.SaidUs >= AgainUs)
        {
            var line = $"{Code(why)} {what} {Next(why)}{(kind.Unsaid > 0 ? $" ({kind.Unsaid} more since the last word of this)" : "")}";
            say(line);
            if (isNew)
                said.Add(line);
            kind = (kind.Count + 1, nowUs, 0);
        }
        else
        {
            kind = (kind.Count + 1, kind.SaidUs, kind.Unsaid + 1);
        }

        kinds[why] = kind;
    }

    /// <summary>Counts by kind, snake_case.</summary>
    public JsonObject Json() =>
        new(kinds.Where(kind => kind.Key != PoseRefusal.TooOften)
        .Select(kind => KeyValuePair.Create(Name(kind.Key), (JsonNode?)kind.Value.Count)));

    internal static string Name(PoseRefusal why) =>
        string.Concat(why.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static string Code(PoseRefusal why) => why switch
    {
        PoseRefusal.NoPose or PoseRefusal.TooLong or PoseRefusal.NotFinite => "MAE633",
        PoseRefusal.UnknownRover => "MAE634",
        PoseRefusal.FromTheFuture or PoseRefusal.TooOld => "MAE635",
        PoseRefusal.Jump => "MAE636",
        PoseRefusal.Swapped => "MAE637",
        PoseRefusal.TrackersDisagree => "MAE638",
        _ => "MAE639",
    };

    private static string Next(PoseRefusal why) => why switch
    {
        PoseRefusal.NoPose or PoseRefusal.TooLong or PoseRefusal.NotFinite =>
            "Write one pose a line: {\"rover\": \"rover-1\", \"x_m\": 1.5, \"y_m\": 0.2, \"heading_rad\": 0.1, \"stamp_us\": 1000000}.",
        PoseRefusal.UnknownRover => "Correct the name in the tracker, or add the rover to fleet.yaml (a marker: to tracking.yaml).",
        PoseRefusal.FromTheFuture or PoseRefusal.TooOld => "Set the clocks (NTP), or leave stamp_us away where poses come at once.",
        PoseRefusal.Jump => "Look for reflections and wrong labels; a rover that was carried is believed after a second.",
        PoseRefusal.Swapped => "Put markers or labels right; if the rovers were carried, let the tracker see neither for 2 seconds.",
        PoseRefusal.TrackersDisagree => "Set both trackers to one world frame, or end one; the first one counts meanwhile.",
        _ => "Lower the tracker's rate where you can.",
    };
}
