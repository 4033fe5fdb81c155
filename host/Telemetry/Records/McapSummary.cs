namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>What is known of a whole file: what its summary section says, and what a reader of a file without one finds.</summary>
internal sealed partial class McapSummary
{
    public SortedDictionary<ushort, McapSchema> Schemas { get; } = [];

    public SortedDictionary<ushort, McapChannel> Channels { get; } = [];

    public SortedDictionary<ushort, ulong> Counts { get; } = [];

    public List<McapChunkIndex> Chunks { get; } = [];

    public List<McapAttachmentIndex> Attachments { get; } = [];

    public List<(ulong Offset, ulong Length, string Name)> Metadata { get; } = [];

    public ulong Messages { get; private set; }

    public ulong FirstNs { get; private set; } = ulong.MaxValue;

    public ulong LastNs { get; private set; }

    public void Count(ushort channel, ulong logNs)
    {
        Messages++;
        Counts[channel] = Counts.GetValueOrDefault(channel) + 1;
        (FirstNs, LastNs) = (Math.Min(FirstNs, logNs), Math.Max(LastNs, logNs));
    }

    /// <summary>Summary section, summary offsets and footer; a footer's checksum is of all that stands before it here.</summary>
    /// <param name="to">Empty.</param>
    /// <param name="at">Where in the file this begins.</param>
    public void Write(McapBuffer to, ulong at)
    {
        var groups = new List<(byte Opcode, ulong Start, ulong Length)>();
        void Group(byte opcode, Action write)
        {
            var from = (ulong)to.Length;
            write();
            if ((ulong)to.Length > from)
                groups.Add((opcode, at + from, (ulong)to.Length - from));
        }

        Group(McapFormat.Schema, () => Schemas.Values.ToList().ForEach(schema => schema.Write(to)));
        Group(McapFormat.Channel, () => Channels.Values.ToList().ForEach(channel => channel.Write(to)));
        Group(McapFormat.Statistics, () => WriteStatistics(to));
        Group(McapFormat.ChunkIndex, () => Chunks.ForEach(chunk => chunk.Write(to)));
        Group(McapFormat.AttachmentIndex, () => Attachments.ForEach(attachment => attachment.Write(to)));
        Group(McapFormat.MetadataIndex, () => Metadata.ForEach(metadata => WriteMetadataIndex(to, metadata)));
        var offsetsAt = at + (ulong)to.Length;
        foreach (var (opcode, start, length) in groups)
        {
            to.BeginRecord(McapFormat.SummaryOffset);
            to.U8(opcode);
            to.U64(start);
            to.U64(length);
            to.EndRecord();
        }

        to.BeginRecord(McapFormat.Footer);
        to.U64(at);
        to.U64(offsetsAt);
        // The length of the footer counts too, so it has to stand there before the sum is taken.
        to.U32(0);
        to.EndRecord();
        to.CutLast(4);
        to.U32(to.Crc);
    }

    private void WriteStatistics(McapBuffer to)
    {
        to.BeginRecord(McapFormat.Statistics);
        to.U64(Messages);
        to.U16(Schemas.Count);
        to.U32((uint)Channels.Count);
        to.U32((uint)Attachments.Count);
        to.U32((uint)Metadata.Count);
        to.U32((uint)Chunks.Count);
        to.U64(Messages == 0 ? 0 : FirstNs);
        to.U64(LastNs);
        var array = to.BeginArray();
        foreach (var (channel, count) in Counts)
        {
            to.U16(channel);
            to.U64(count);
        }

        to.EndArray(array);
        to.EndRecord();
    }

    private static void WriteMetadataIndex(McapBuffer to, (ulong Offset, ulong Length, string Name) metadata)
    {
        to.BeginRecord(McapFormat.MetadataIndex);
        to.U64(metadata.Offset);
        to.U64(metadata.Length);
        to.Text(metadata.Name);
        to.EndRecord();
    }
}
