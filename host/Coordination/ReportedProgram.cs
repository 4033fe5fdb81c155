using System.Text.Json;
using System.Text.Json.Serialization;
using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>A rover's own word on its program (<c>firmware/reported</c>): the only proof of an update.</summary>
public sealed record ReportedProgram
{
    /// <summary>running, updating, recovery, receiving, staged, refused, rolled_back.</summary>
    [JsonPropertyName("status")]
    public string Status { get; init; } = "";

    /// <summary>The version that <see cref="Status"/> speaks of.</summary>
    [JsonPropertyName("version")]
    public uint Version { get; init; }

    [JsonPropertyName("active_version")]
    public uint ActiveVersion { get; init; }

    [JsonPropertyName("active_crc32")]
    public uint ActiveCrc { get; init; }

    /// <summary>The active one has not said yet that it is alive.</summary>
    [JsonPropertyName("on_trial")]
    public bool IsOnTrial { get; init; }

    /// <summary>What it could go back to; 0: nothing.</summary>
    [JsonPropertyName("previous_version")]
    public uint PreviousVersion { get; init; }

    [JsonPropertyName("previous_crc32")]
    public uint PreviousCrc { get; init; }

    /// <summary>What failed on it, or was taken back; 0: nothing.</summary>
    [JsonPropertyName("condemned_version")]
    public uint CondemnedVersion { get; init; }

    [JsonPropertyName("condemned_crc32")]
    public uint CondemnedCrc { get; init; }

    [JsonPropertyName("kind")]
    public BoardKind Kind { get; init; }

    [JsonPropertyName("native")]
    public uint Native { get; init; }

    /// <summary>Flash of one program slot, bytes.</summary>
    [JsonPropertyName("slot_bytes")]
    public long SlotBytes { get; init; }

    /// <summary>Longest chunk that it takes.</summary>
    [JsonPropertyName("chunk_bytes")]
    public int ChunkBytes { get; init; }

    /// <summary>Its loader speaks: no program runs.</summary>
    [JsonPropertyName("in_loader")]
    public bool IsInLoader { get; init; }

    /// <summary>First missing chunk; null while it receives nothing.</summary>
    [JsonPropertyName("next_chunk")]
    public int? NextChunk { get; init; }

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    public bool Runs(uint version, uint crc) => ActiveVersion == version && ActiveCrc == crc;

    /// <summary>Null where the bytes are no such report.</summary>
    public static ReportedProgram? TryParse(ReadOnlySpan<byte> json)
    {
        try
        {
            return json.IsEmpty ? null : JsonSerializer.Deserialize<ReportedProgram>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
