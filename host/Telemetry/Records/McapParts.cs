namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>What a channel's messages look like.</summary>
/// <param name="Id">1 and above.</param>
/// <param name="Encoding">Of <paramref name="Data"/>: jsonschema, ...</param>
public sealed record McapSchema(ushort Id, string Name, string Encoding, byte[] Data)
{
    internal void Write(McapBuffer to)
    {
        to.BeginRecord(McapFormat.Schema);
        to.U16(Id);
        to.Text(Name);
        to.Text(Encoding);
        to.Blob32(Data);
        to.EndRecord();
    }
}

/// <summary>A stream of messages of one kind.</summary>
/// <param name="SchemaId">0: none.</param>
/// <param name="MessageEncoding">json, ...</param>
public sealed record McapChannel(
    ushort Id, ushort SchemaId, string Topic, string MessageEncoding, IReadOnlyList<KeyValuePair<string, string>> Metadata)
{
    /// <summary>A word about it; null where there is none.</summary>
    public string? Of(string key) => Metadata.FirstOrDefault(pair => pair.Key == key).Value;

    internal void Write(McapBuffer to)
    {
        to.BeginRecord(McapFormat.Channel);
        to.U16(Id);
        to.U16(SchemaId);
        to.Text(Topic);
        to.Text(MessageEncoding);
        to.Map(Metadata);
        to.EndRecord();
    }
}

/// <summary>One message.</summary>
/// <param name="Sequence">Of its channel, from 0.</param>
/// <param name="LogNs">When it was recorded.</param>
public readonly record struct McapMessage(McapChannel Channel, uint Sequence, ulong LogNs, byte[] Data);

/// <summary>A file inside the file, without its bytes.</summary>
/// <param name="Offset">Of its record.</param>
/// <param name="Length">Of its record.</param>
internal sealed record McapAttachmentIndex(
    ulong Offset, ulong Length, ulong LogNs, ulong DataBytes, string Name, string MediaType)
{
    public void Write(McapBuffer to)
    {
        to.BeginRecord(McapFormat.AttachmentIndex);
        to.U64(Offset);
        to.U64(Length);
        to.U64(LogNs);
        to.U64(LogNs);
        to.U64(DataBytes);
        to.Text(Name);
        to.Text(MediaType);
        to.EndRecord();
    }
}

/// <summary>Where a chunk is and what times it holds.</summary>
internal sealed record McapChunkIndex(
    ulong FirstNs, ulong LastNs, ulong Offset, ulong Length, IReadOnlyList<(int Channel, ulong Offset)> MessageIndexes,
    ulong MessageIndexBytes, ulong PackedBytes, ulong PlainBytes)
{
    public void Write(McapBuffer to)
    {
        to.BeginRecord(McapFormat.ChunkIndex);
        to.U64(FirstNs);
        to.U64(LastNs);
        to.U64(Offset);
        to.U64(Length);
        var array = to.BeginArray();
        foreach (var (channel, offset) in MessageIndexes)
        {
            to.U16(channel);
            to.U64(offset);
        }

        to.EndArray(array);
        to.U64(MessageIndexBytes);
        to.Text(McapFormat.Zstd);
        to.U64(PackedBytes);
        to.U64(PlainBytes);
        to.EndRecord();
    }
}
