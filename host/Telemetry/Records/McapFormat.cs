namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>The numbers of the MCAP format, version 0 (mcap.dev/spec).</summary>
internal static class McapFormat
{
    public const byte Header = 0x01;
    public const byte Footer = 0x02;
    public const byte Schema = 0x03;
    public const byte Channel = 0x04;
    public const byte Message = 0x05;
    public const byte Chunk = 0x06;
    public const byte MessageIndex = 0x07;
    public const byte ChunkIndex = 0x08;
    public const byte Attachment = 0x09;
    public const byte AttachmentIndex = 0x0A;
    public const byte Statistics = 0x0B;
    public const byte Metadata = 0x0C;
    public const byte MetadataIndex = 0x0D;
    public const byte SummaryOffset = 0x0E;
    public const byte DataEnd = 0x0F;

    /// <summary>Opcode and length before the content of every record.</summary>
    public const int PrefixBytes = 9;

    /// <summary>Content of a footer: two offsets and the summary's checksum.</summary>
    public const int FooterBytes = 20;

    public const string Zstd = "zstd";

    /// <summary>No record of ours is larger, and no reader has to believe a length that is.</summary>
    public const long LargestRecordBytes = 1L << 30;

    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'M', (byte)'C', (byte)'A', (byte)'P', (byte)'0', (byte)'\r', (byte)'\n'];
}
