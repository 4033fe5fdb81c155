using System.Text.Json;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>A fleet that a cluster is to coordinate, as its store keeps it.</summary>
/// <param name="Name">Of the fleet.</param>
/// <param name="Text">Of its fleet file.</param>
/// <param name="Path">Where that file lay: what it names lies relative to it.</param>
/// <param name="Broker">host:port instead of the file's; null: the file's.</param>
/// <param name="Holder">Silo that coordinates it, or did last; empty: none did yet, or another host has it.</param>
[GenerateSerializer, Immutable]
public sealed record FleetEntry(
    [property: Id(0)] string Name, [property: Id(1)] string Text, [property: Id(2)] string Path, [property: Id(3)] string? Broker,
    [property: Id(4)] string Holder)
{
    /// <exception cref="Commands.MaeException">The file is wrong, or what it names is not on this machine.</exception>
    public FleetFile File()
    {
        var file = FleetFile.Of(Text, Path);
        return Broker is null ? file : FleetOptions.WithBroker(file, Broker);
    }

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Null where it is none.</summary>
    public static FleetEntry? FromJson(string json)
    {
        try
        {
            var entry = JsonSerializer.Deserialize<FleetEntry>(json);
            return entry is { Name: not null, Text: not null, Path: not null, Holder: not null } ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
