namespace MultiAgentEdge.Host.Telemetry.Records;

/// <summary>Makes a whole file of one whose writer was killed.</summary>
public static class McapRepair
{
    /// <summary>Writes what is whole in a file as a file with a summary.</summary>
    /// <param name="from">Left as it is.</param>
    /// <param name="to">Overwritten; it appears when it is whole.</param>
    /// <returns>Messages in it; 0: nothing is whole, and nothing was written.</returns>
    /// <exception cref="FormatException">It is no MCAP file.</exception>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static ulong Run(string from, string to)
    {
        using var reader = McapReader.Open(from);
        if (reader.Messages == 0)
            return 0;
        var partial = to + ".repairing";
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write))
        using (var writer = new McapWriter(stream))
        {
            Copy(reader, writer, channel => true);
            writer.Complete();
        }

        File.Move(partial, to, overwrite: true);
        return reader.Messages;
    }

    /// <summary>Copies channels, messages, words and files.</summary>
    /// <param name="wanted">Which channels.</param>
    public static void Copy(McapReader reader, McapWriter writer, Func<McapChannel, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var name in reader.MetadataNames)
            writer.AddMetadata(name, reader.Metadata(name)!);
        foreach (var name in reader.Attachments)
            writer.Attach(name, reader.MediaTypeOf(name)!, reader.Attachment(name)!);
        var channels = new Dictionary<ushort, ushort>();
        var schemas = reader.Schemas.ToDictionary(schema => schema.Id);
        foreach (var channel in reader.Channels.Where(wanted))
        {
            var schema = schemas.TryGetValue(channel.SchemaId, out var its)
                ? writer.AddSchema(its.Name, its.Encoding, its.Data)
                : (ushort)0;
            channels.Add(channel.Id, writer.AddChannel(channel.Topic, channel.MessageEncoding, schema, channel.Metadata));
        }

        foreach (var message in reader.Read(wanted))
            writer.Write(channels[message.Channel.Id], message.LogNs, message.Data);
    }
}
