using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Web.Metrics;

/// <summary>What metrics say of a rover at one moment.</summary>
/// <param name="IsUp">It has said how it is, and is not lost.</param>
/// <param name="AgeS">Since its last state, s; NaN: it has said none since this program looks.</param>
/// <param name="BatteryV">NaN: not measured.</param>
/// <param name="SignalDbm">NaN: not said.</param>
internal sealed record RoverSample(
    string Name, bool IsUp, string Mode, double AgeS, double BatteryV, double SignalDbm, long ParameterVersion,
    IReadOnlyList<string> Faults, long DeadlineMisses, long RoundsMissed)
{
    /// <param name="rover">Null: never heard of.</param>
    /// <param name="nowUs">Of the session.</param>
    public static RoverSample Of(string name, RoverPresence? rover, long nowUs) => rover?.Mode is null
        ? new(name, false, "unknown", double.NaN, double.NaN, double.NaN, 0, [], 0, 0)
        : new(
            name, rover.Mode != RoverMode.Lost, rover.ModeName, rover.StateUs < 0 ? double.NaN : (nowUs - rover.StateUs) * 1e-6,
            rover.BatteryV > 0 ? rover.BatteryV : double.NaN, rover.SignalDbm ?? double.NaN, rover.ParameterVersion,
            [.. RoverJson.Faults(rover.Faults)], rover.MissedDeadlines, rover.RoundsMissed);
}
