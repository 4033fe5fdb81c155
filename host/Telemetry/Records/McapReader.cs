using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>
/// Reads an MCAP file: by its summary, or, where its writer was killed, by the chunks that are whole. Messages come in the order of their
/// times; chunks that overlap are merged. A file of somebody else is read as far as it is chunked and packed with zstd or not at all.
/// </summary>
public sealed class McapReader : IDisposable
{
    private readonly Stream stream;
    private readonly McapSummary summary;

    private McapReader(Stream stream, McapSummary summary, bool isRecovered)
    {
        this.stream = stream;
        this.summary = summary;
        IsRecovered = isRecovered;
    }

    /// <summary>Whether the file has no whole summary: what follows its last whole chunk is lost.</summary>
    public bool IsRecovered { get; }

    public IReadOnlyCollection<McapSchema> Schemas => summary.Schemas.Values;

    public IReadOnlyCollection<McapChannel> Channels => summary.Channels.Values;

    public ulong Messages => summary.Messages;

    /// <summary>Of the first message, 0 where there is none.</summary>
    public ulong FirstNs => summary.Messages == 0 ? 0 : summary.FirstNs;

    public ulong LastNs => summary.LastNs;

    /// <summary>Messages of a channel.</summary>
    public ulong CountOf(McapChannel channel) => summary.Counts.GetValueOrDefault(channel.Id);

    /// <summary>Names of the files inside the file.</summary>
    public IEnumerable<string> Attachments => summary.Attachments.Select(attachment => attachment.Name);

    /// <summary>Names of the words about the file.</summary>
    public IEnumerable<string> MetadataNames => summary.Metadata.Select(metadata => metadata.Name);

    /// <exception cref="FormatException">It is no MCAP file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static McapReader Open(string path)
    {
        // Its writer may still be at it.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            return Open(stream);
        }
        catch (FormatException exception)
        {
            stream.Dispose();
            throw new FormatException($"{path}: {exception.Message}", exception);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <param name="stream">Can seek; disposed of with the reader.</param>
    /// <inheritdoc cref="Open(string)"/>
    public static McapReader Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> magic = stackalloc byte[8];
        stream.Position = 0;
        if (stream.ReadAtLeast(magic, 8, throwOnEndOfStream: false) < 8 || !magic.SequenceEqual(McapFormat.Magic))
            throw new FormatException("no MCAP file: it does not begin like one");
        if (McapScan.TrySummary(stream) is { } summary)
            return new McapReader(stream, summary, isRecovered: false);
        return new McapReader(stream, McapScan.Recover(stream), isRecovered: true);
    }

    /// <summary>Messages in the order of their times, and of their writing where these are equal.</summary>
    /// <param name="wanted">Which channels; null: all.</param>
    /// <param name="fromNs">The first time that is wanted.</param>
    /// <exception cref="FormatException">A chunk is damaged.</exception>
    public IEnumerable<McapMessage> Read(Func<McapChannel, bool>? wanted = null, ulong fromNs = 0)
    {
        var channels = summary.Channels.Values
            .Where(channel => wanted is null || wanted(channel)).ToDictionary(channel => channel.Id);
        var chunks = summary.Chunks
            .Where(chunk => chunk.LastNs >= fromNs && (chunk.MessageIndexes.Count == 0
                || chunk.MessageIndexes.Any(one => channels.ContainsKey((ushort)one.Channel))))
            .OrderBy(chunk => chunk.FirstNs).ThenBy(chunk => chunk.Offset).ToList();
        if (summary.Messages > 0 && summary.Chunks.Count == 0)
            throw new FormatException("its messages are in no chunks, which this reader does not read");
        var waiting = new PriorityQueue<McapMessage, (ulong LogNs, ulong Order)>();
        var next = 0;
        var order = 0ul;
        while (true)
        {
            while (next < chunks.Count && (waiting.Count == 0 || chunks[next].FirstNs <= waiting.Peek().LogNs))
            {
                foreach (var message in Of(chunks[next++], channels))
                {
                    if (message.LogNs >= fromNs)
                        waiting.Enqueue(message, (message.LogNs, order++));
                }
            }

            if (waiting.Count == 0 && next == chunks.Count)
                yield break;
            if (waiting.Count > 0)
                yield return waiting.Dequeue();
        }
    }

    /// <summary>Words about the file; null where it has none of this name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Metadata(string name)
    {
        foreach (var (offset, length, its) in summary.Metadata)
        {
            if (its != name)
                continue;
            var content = new McapCursor(McapScan.Content(stream, offset, length, McapFormat.Metadata));
            content.Text();
            return content.Map();
        }

        return null;
    }

    /// <summary>A file inside the file; null where there is none of this name.</summary>
    /// <exception cref="FormatException">Its checksum is wrong.</exception>
    public byte[]? Attachment(string name)
    {
        if (summary.Attachments.FirstOrDefault(attachment => attachment.Name == name) is not { } found)
            return null;
        var bytes = McapScan.Content(stream, found.Offset, found.Length, McapFormat.Attachment);
        var content = new McapCursor(bytes);
        content.U64();
        content.U64();
        content.Text();
        content.Text();
        var data = content.Blob64().ToArray();
        var crc = content.U32();
        return crc == 0 || crc == Crc32.Compute(bytes, 0, bytes.Length - 4)
            ? data
            : throw new FormatException($"the checksum of {name} is wrong");
    }

    /// <summary>What kind of file that is; null where there is none of this name.</summary>
    public string? MediaTypeOf(string name) => summary.Attachments.FirstOrDefault(one => one.Name == name)?.MediaType;

    public void Dispose() => stream.Dispose();

    private List<McapMessage> Of(McapChunkIndex chunk, Dictionary<ushort, McapChannel> channels)
    {
        var records = McapScan.Unpack(McapScan.Content(stream, chunk.Offset, chunk.Length, McapFormat.Chunk), chunk.Offset);
        var found = new List<McapMessage>();
        foreach (var (opcode, from, length) in McapScan.Records(records))
        {
            if (opcode != McapFormat.Message)
                continue;
            var cursor = new McapCursor(records.AsSpan(from, length));
            if (!channels.TryGetValue(cursor.U16(), out var channel))
                continue;
            var sequence = cursor.U32();
            var logNs = cursor.U64();
            cursor.U64();
            found.Add(new McapMessage(channel, sequence, logNs, cursor.Rest().ToArray()));
        }

        return found;
    }
}
