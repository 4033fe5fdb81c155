using ZstdSharp;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>
/// Writes an MCAP file (mcap.dev/spec, version 0): chunks packed with zstd, each with its message index, then a summary with chunk index,
/// statistics and offsets; checksums on chunks, attachments and summary. The same calls give the same bytes. A chunk ends after
/// <see cref="ChunkNs"/> of the messages' time or <see cref="ChunkBytes"/>, and is then with the operating system: whoever is killed loses
/// what came since. One thread at a time.
/// </summary>
public sealed class McapWriter : IRecordSink
{
    /// <summary>Time of the messages in one chunk, ns.</summary>
    public const ulong ChunkNs = 1_000_000_000;

    /// <summary>Bytes of records in one chunk, before they are packed.</summary>
    public const int ChunkBytes = 1 << 20;

    // Above it zstd takes longer for records of this kind than it saves.
    private const int PackLevel = 3;

    private readonly Stream stream;
    private readonly ulong chunkNs;
    private readonly McapSummary summary = new();
    private readonly McapBuffer chunk = new();
    private readonly McapBuffer record = new();
    private readonly SortedDictionary<int, List<(ulong LogNs, ulong Offset)>> index = [];
    private readonly Dictionary<(string Name, string Encoding), ushort> schemas = [];
    private readonly Dictionary<int, uint> sequences = [];
    private readonly Compressor compressor = new(PackLevel);
    private byte[] packed = new byte[4096];
    private ulong written;
    private ulong firstNs;
    private ulong lastNs;
    private bool isClosed;

    /// <param name="stream">Where to, from its present position on; the caller's to close.</param>
    /// <param name="chunkNs">Time of the messages in one chunk, ns.</param>
    public McapWriter(Stream stream, ulong chunkNs = ChunkNs)
    {
        (this.stream, this.chunkNs) = (stream, chunkNs);
        record.Raw(McapFormat.Magic);
        record.BeginRecord(McapFormat.Header);
        record.Text("");
        record.Text("MultiAgentEdge");
        record.EndRecord();
        Put(record);
    }

    /// <summary>Messages so far.</summary>
    public ulong Messages => summary.Messages;

    /// <param name="encoding">jsonschema for JSON; empty: the schema has no data.</param>
    /// <returns>Its number; the same for the same name and encoding.</returns>
    public ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data)
    {
        if (schemas.TryGetValue((name, encoding), out var known))
            return known;
        var schema = new McapSchema(checked((ushort)(summary.Schemas.Count + 1)), name, encoding, data.ToArray());
        schemas.Add((name, encoding), schema.Id);
        summary.Schemas.Add(schema.Id, schema);
        schema.Write(chunk);
        return schema.Id;
    }

    /// <param name="messageEncoding">json, or one that the topic's readers know.</param>
    /// <param name="schema">As <see cref="AddSchema"/> gave it; 0: none.</param>
    public ushort AddChannel(
        string topic, string messageEncoding, ushort schema, IReadOnlyList<KeyValuePair<string, string>>? metadata = null)
    {
        if (schema != 0 && !summary.Schemas.ContainsKey(schema))
            throw new ArgumentException($"There is no schema {schema}.", nameof(schema));
        var channel = new McapChannel(
            checked((ushort)(summary.Channels.Count + 1)), schema, topic, messageEncoding, metadata ?? []);
        summary.Channels.Add(channel.Id, channel);
        channel.Write(chunk);
        return channel.Id;
    }

    /// <summary>Appends a message. Times need not grow, though readers are quicker where they do.</summary>
    /// <param name="logNs">When it was recorded; ns since whatever the file's times count from.</param>
    public void Write(ushort channel, ulong logNs, ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        if (!summary.Channels.ContainsKey(channel))
            throw new ArgumentException($"There is no channel {channel}.", nameof(channel));
        if (index.Count > 0 && (chunk.Length + data.Length > ChunkBytes || logNs - Math.Min(logNs, firstNs) >= chunkNs))
            Flush();
        if (index.Count == 0)
            (firstNs, lastNs) = (logNs, logNs);
        (firstNs, lastNs) = (Math.Min(firstNs, logNs), Math.Max(lastNs, logNs));
        if (!index.TryGetValue(channel, out var entries))
            index.Add(channel, entries = []);
        entries.Add((logNs, (ulong)chunk.Length));
        var sequence = sequences.GetValueOrDefault(channel);
        sequences[channel] = sequence + 1;
        chunk.BeginRecord(McapFormat.Message);
        chunk.U16(channel);
        chunk.U32(sequence);
        chunk.U64(logNs);
        chunk.U64(logNs);
        chunk.Raw(data);
        chunk.EndRecord();
        summary.Count(channel, logNs);
    }

    /// <summary>A file inside the file.</summary>
    public void Attach(string name, string mediaType, ReadOnlySpan<byte> data, ulong logNs = 0)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        record.Clear();
        record.BeginRecord(McapFormat.Attachment);
        record.U64(logNs);
        record.U64(logNs);
        record.Text(name);
        record.Text(mediaType);
        record.Blob64(data);
        record.U32(record.CrcFrom(McapFormat.PrefixBytes));
        record.EndRecord();
        summary.Attachments.Add(new(written, (ulong)record.Length, logNs, (ulong)data.Length, name, mediaType));
        Put(record);
    }

    /// <summary>Words about the file, found by name.</summary>
    public void AddMetadata(string name, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        record.Clear();
        record.BeginRecord(McapFormat.Metadata);
        record.Text(name);
        record.Map(pairs);
        record.EndRecord();
        summary.Metadata.Add((written, (ulong)record.Length, name));
        Put(record);
    }

    /// <summary>Ends the chunk: what was written so far outlives this process. Nothing where there is nothing new.</summary>
    public void Flush()
    {
        // A chunk of descriptions alone would have no times: they wait for the first message.
        if (index.Count == 0 || isClosed)
            return;
        var most = Compressor.GetCompressBound(chunk.Length);
        if (packed.Length < most)
            packed = new byte[most];
        var size = compressor.Wrap(chunk.Span, packed);
        var at = written;
        record.Clear();
        record.BeginRecord(McapFormat.Chunk);
        record.U64(firstNs);
        record.U64(lastNs);
        record.U64((ulong)chunk.Length);
        record.U32(chunk.Crc);
        record.Text(McapFormat.Zstd);
        record.Blob64(packed.AsSpan(0, size));
        record.EndRecord();
        var chunkBytes = (ulong)record.Length;
        var offsets = new List<(int Channel, ulong Offset)>();
        foreach (var (channel, entries) in index)
        {
            offsets.Add((channel, at + (ulong)record.Length));
            record.BeginRecord(McapFormat.MessageIndex);
            record.U16(channel);
            var array = record.BeginArray();
            foreach (var (logNs, offset) in entries)
            {
                record.U64(logNs);
                record.U64(offset);
            }

            record.EndArray(array);
            record.EndRecord();
        }

        summary.Chunks.Add(
            new(firstNs, lastNs, at, chunkBytes, offsets, (ulong)record.Length - chunkBytes, (ulong)size, (ulong)chunk.Length));
        Put(record);
        stream.Flush();
        chunk.Clear();
        index.Clear();
        (firstNs, lastNs) = (0, 0);
    }

    /// <summary>Ends the file: the last chunk, the summary, the footer.</summary>
    public void Complete()
    {
        if (isClosed)
            return;
        Flush();
        isClosed = true;
        record.Clear();
        record.BeginRecord(McapFormat.DataEnd);
        // 0: not counted. Each chunk and each attachment has a checksum of its own.
        record.U32(0);
        record.EndRecord();
        Put(record);
        record.Clear();
        summary.Write(record, written);
        record.Raw(McapFormat.Magic);
        Put(record);
        stream.Flush();
    }

    /// <summary>Without <see cref="Complete"/> the file has no summary: readers find their way by its chunks.</summary>
    public void Dispose()
    {
        Flush();
        isClosed = true;
        compressor.Dispose();
    }

    private void Put(McapBuffer bytes)
    {
        stream.Write(bytes.Span);
        written += (ulong)bytes.Length;
    }
}
