namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>The reading half: fills in what records say.</summary>
internal sealed partial class McapSummary
{
    /// <summary>Whether there was a record of the whole file's numbers, and how many messages it tells of; null: none.</summary>
    public ulong? Statistics { get; private set; }

    public static McapAttachmentIndex IndexOf(ReadOnlySpan<byte> content, ulong at, ulong length)
    {
        var cursor = new McapCursor(content);
        var logNs = cursor.U64();
        cursor.U64();
        var (name, mediaType) = (cursor.Text(), cursor.Text());
        return new McapAttachmentIndex(at, length, logNs, (ulong)cursor.Blob64().Length, name, mediaType);
    }

    /// <summary>One record of a summary section or of a chunk; others than what is kept here are passed over.</summary>
    /// <exception cref="FormatException">It is shorter than it has to be, or a channel is not described.</exception>
    public void Take(byte opcode, ReadOnlySpan<byte> content)
    {
        var cursor = new McapCursor(content);
        switch (opcode)
        {
            case McapFormat.Schema:
                var schema = new McapSchema(cursor.U16(), cursor.Text(), cursor.Text(), cursor.Blob32().ToArray());
                Schemas[schema.Id] = schema;
                break;
            case McapFormat.Channel:
                var channel = new McapChannel(cursor.U16(), cursor.U16(), cursor.Text(), cursor.Text(), cursor.Map());
                Channels[channel.Id] = channel;
                break;
            case McapFormat.Message:
                var id = cursor.U16();
                if (!Channels.ContainsKey(id))
                    throw new FormatException($"a message is of channel {id}, which nothing describes");
                cursor.U32();
                Count(id, cursor.U64());
                break;
            case McapFormat.Statistics:
                TakeStatistics(ref cursor);
                break;
            case McapFormat.ChunkIndex:
                TakeChunk(ref cursor);
                break;
            case McapFormat.AttachmentIndex:
                var (offset, length, logNs, _, bytes) = (cursor.U64(), cursor.U64(), cursor.U64(), cursor.U64(), cursor.U64());
                Attachments.Add(new McapAttachmentIndex(offset, length, logNs, bytes, cursor.Text(), cursor.Text()));
                break;
            case McapFormat.MetadataIndex:
                Metadata.Add((cursor.U64(), cursor.U64(), cursor.Text()));
                break;
            default:
                break;
        }
    }

    private void TakeStatistics(ref McapCursor cursor)
    {
        Statistics = Messages = cursor.U64();
        cursor.U16();
        for (var i = 0; i < 4; i++)
            cursor.U32();
        (FirstNs, LastNs) = (cursor.U64(), cursor.U64());
        var counts = new McapCursor(cursor.Blob32());
        while (!counts.IsAtEnd)
        {
            var channel = counts.U16();
            Counts[channel] = counts.U64();
        }
    }

    private void TakeChunk(ref McapCursor cursor)
    {
        var (firstNs, lastNs, offset, length) = (cursor.U64(), cursor.U64(), cursor.U64(), cursor.U64());
        var array = new McapCursor(cursor.Blob32());
        var indexes = new List<(int Channel, ulong Offset)>();
        while (!array.IsAtEnd)
        {
            var channel = array.U16();
            indexes.Add((channel, array.U64()));
        }

        var bytes = cursor.U64();
        cursor.Text();
        Chunks.Add(new McapChunkIndex(firstNs, lastNs, offset, length, indexes, bytes, cursor.U64(), cursor.U64()));
    }
}
