using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>One fleet of a cluster as its silo says it stands.</summary>
/// <param name="Silo">Name of the silo that coordinates it.</param>
/// <param name="Machine">Where that silo runs.</param>
/// <param name="ProcessId">On that machine.</param>
/// <param name="Phase">connecting, gathering, ... running, ended.</param>
/// <param name="Waiting">For what, for people; empty while it drives.</param>
/// <param name="AdoptedAt">Tick at which this silo took over a fleet that drove; null where it began it.</param>
/// <param name="Error">Why nobody coordinates it now; null while somebody does.</param>
/// <param name="IsRefused">Its silo has no room for it.</param>
[GenerateSerializer, Immutable]
public sealed record FleetReport(
    [property: Id(0)] string Name, [property: Id(1)] string Silo, [property: Id(2)] string Machine, [property: Id(3)] int ProcessId,
    [property: Id(4)] string Phase, [property: Id(5)] string Waiting, [property: Id(6)] long Tick, [property: Id(7)] long Version,
    [property: Id(8)] int Rovers, [property: Id(9)] int Driving, [property: Id(10)] long DeadlineMisses, [property: Id(11)] long? AdoptedAt,
    [property: Id(12)] string? Error, [property: Id(13)] bool IsRefused = false)
{
    public JsonObject ToJson() => new()
    {
        ["fleet"] = Name,
        ["silo"] = Silo,
        ["machine"] = Machine,
        ["process_id"] = ProcessId,
        ["phase"] = Phase,
        ["waiting"] = Waiting,
        ["tick"] = Tick,
        ["parameter_version"] = Version,
        ["rovers"] = Rovers,
        ["rovers_driving"] = Driving,
        ["deadline_misses"] = DeadlineMisses,
        ["adopted_at_tick"] = AdoptedAt,
        ["error"] = Error,
    };
}
