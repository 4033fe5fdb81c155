using System.Text.Json;
using System.Text.Json.Serialization;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>A rover's own word on its parameters (<c>param/reported</c>): the only proof of a push.</summary>
public sealed record ReportedParameters
{
    /// <summary>none, receiving, staged, active, refused.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "none";

    /// <summary>The version that <see cref="Status"/> speaks of.</summary>
    [JsonPropertyName("version")]
    public uint Version { get; init; }

    [JsonPropertyName("active_version")]
    public uint ActiveVersion { get; init; }

    [JsonPropertyName("active_crc32")]
    public uint ActiveCrc { get; init; }

    /// <summary>First missing chunk while receiving.</summary>
    [JsonPropertyName("next_chunk")]
    public int NextChunk { get; init; }

    [JsonPropertyName("chunks")]
    public int Chunks { get; init; }

    /// <summary>Tick at which the staged set will become active; null while that is not agreed.</summary>
    [JsonPropertyName("activate_at_tick")]
    public uint? ActivateAtTick { get; init; }

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>Null where the bytes are no such report.</summary>
    public static ReportedParameters? TryParse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ReportedParameters>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
