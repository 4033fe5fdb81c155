using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Missions.Serve;

/// <summary>How a fleet that is coordinated without an end stands, as its coordinator saw it last.</summary>
/// <param name="Phase">connecting, or one of MissionPhase; ended where nobody coordinates it any more.</param>
/// <param name="Waiting">For what, for people; empty while it drives.</param>
/// <param name="Tick">Control period.</param>
/// <param name="Version">Of the parameters.</param>
/// <param name="Rovers">Of the fleet file.</param>
/// <param name="Driving">Of these.</param>
/// <param name="DeadlineMisses">That the rovers report, of all of their lives.</param>
/// <param name="RoundsTotal">Of negotiation; 0 where nothing is negotiated.</param>
/// <param name="RoundsIncomplete">Of these, those that went on without a rover that should have been there.</param>
/// <param name="AdoptedAt">Tick at which this coordinator took over a fleet that drove; null where it began it.</param>
public sealed record ServiceStatus(
    string Phase, string Waiting, uint Tick, uint Version, int Rovers, int Driving, long DeadlineMisses, long RoundsTotal,
    long RoundsIncomplete, long Messages, uint? AdoptedAt)
{
    public static ServiceStatus Nothing { get; } = new("connecting", "", 0, 0, 0, 0, 0, 0, 0, 0, null);

    public bool IsRunning => Phase == "running";

    public JsonObject ToJson() => new()
    {
        ["phase"] = Phase,
        ["waiting"] = Waiting,
        ["tick"] = Tick,
        ["parameter_version"] = Version,
        ["rovers"] = Rovers,
        ["rovers_driving"] = Driving,
        ["deadline_misses"] = DeadlineMisses,
        ["rounds_total"] = RoundsTotal,
        ["rounds_incomplete"] = RoundsIncomplete,
        ["messages_total"] = Messages,
        ["adopted_at_tick"] = AdoptedAt,
    };
}
