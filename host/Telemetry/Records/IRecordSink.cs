namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>Where a record's channels and messages go: into a file, or to whoever looks on.</summary>
public interface IRecordSink : IDisposable
{
    /// <inheritdoc cref="McapWriter.AddSchema"/>
    ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data);

    /// <inheritdoc cref="McapWriter.AddChannel"/>
    ushort AddChannel(string topic, string messageEncoding, ushort schema, IReadOnlyList<KeyValuePair<string, string>>? metadata = null);

    /// <inheritdoc cref="McapWriter.Write"/>
    void Write(ushort channel, ulong logNs, ReadOnlySpan<byte> data);

    /// <inheritdoc cref="McapWriter.Attach"/>
    void Attach(string name, string mediaType, ReadOnlySpan<byte> data, ulong logNs = 0);

    /// <inheritdoc cref="McapWriter.AddMetadata"/>
    void AddMetadata(string name, IEnumerable<KeyValuePair<string, string>> pairs);

    /// <inheritdoc cref="McapWriter.Flush"/>
    void Flush();

    /// <inheritdoc cref="McapWriter.Complete"/>
    void Complete();
}
