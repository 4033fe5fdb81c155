namespace MultiAgentEdge.Host.Telemetry;

/// <summary>What one number of a rover is.</summary>
/// <param name="Name">A word: position, speed.</param>
/// <param name="Unit">As people write it: m, m/s; empty where it has none.</param>
/// <param name="Column">As a CSV names it, the unit in the name: position_m.</param>
public sealed record Signal(string Name, string Unit, string Column)
{
    /// <summary>Beside an axis: "position, m".</summary>
    public string Label => Unit.Length == 0 ? Name : $"{Name}, {Unit}";
}
