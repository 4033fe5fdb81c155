using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination.Tuning;

namespace MultiAgentEdge.Host.Missions.Serve;

/// <summary>
/// What a host leaves with the broker for the one that goes on with its mission (<c>host/mission</c> in <c>mae describe</c>): of the newest
/// version of sets and of the one before, which rovers may still have, what people have turned and what the mission itself must know. It
/// is believed where rovers say that they drive with the very sets that follow from it.
/// </summary>
/// <param name="serve">What is driven, as the fleet file's <c>serve</c> says it.</param>
public sealed class MissionMemory(string serve)
{
    private const int Kept = 2;

    private readonly List<Entry> entries = [];

    /// <summary>Of one version.</summary>
    /// <param name="Turned">By people.</param>
    /// <param name="State">What the mission must know besides; null: nothing.</param>
    public sealed record Entry(uint Version, IReadOnlyList<ParameterChange> Turned, JsonObject? State);

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Entry> Entries => entries;

    /// <summary>What was left; empty where that is nothing, of another mission, or cannot be read.</summary>
    public static MissionMemory Of(string? text, string serve)
    {
        var memory = new MissionMemory(serve);
        try
        {
            if (text is null || JsonNode.Parse(text) is not JsonObject json || json["serve"]?.GetValue<string>() != serve)
                return memory;
            var read = new[] { Read(json), json["before"] is JsonObject before ? Read(before) : null };
            memory.entries.AddRange(read.OfType<Entry>());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // Anybody may write on an open broker: as if nothing had been left.
        }

        return memory;
    }

    /// <summary>How it is now.</summary>
    /// <returns>As it is left with the broker.</returns>
    public string Note(Entry now)
    {
        ArgumentNullException.ThrowIfNull(now);
        entries.RemoveAll(entry => entry.Version >= now.Version);
        entries.Insert(0, now);
        if (entries.Count > Kept)
            entries.RemoveRange(Kept, entries.Count - Kept);
        var json = Words(now);
        json["serve"] = serve;
        json["before"] = entries.Count > 1 ? Words(entries[1]) : null;
        return json.ToJsonString();
    }

    private static JsonObject Words(Entry entry) => new()
    {
        ["version"] = entry.Version,
        ["turned"] = new JsonArray([.. entry.Turned.Select(change => (JsonNode)change.ToJson())]),
        ["state"] = entry.State?.DeepClone(),
    };

    private static Entry? Read(JsonObject json)
    {
        if (json["version"]?.GetValue<uint>() is not { } version || json["turned"] is not JsonArray turned)
            return null;
        var changes = turned.Select(ParameterChange.TryRead).ToList();
        return changes.Contains(null) ? null : new Entry(version, [.. changes.OfType<ParameterChange>()], json["state"] as JsonObject);
    }
}
