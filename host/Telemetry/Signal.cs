namespace MultiAgentEdge.Host.Telemetry;

/// <summary>What one number of a rover is.</summary>
/// <param name="Name">A word: position, speed.</param>
/// <param name="Unit">As people write it: m, m/s; empty where it has none.</param>
/// <param name="Column">As a CSV names it, the unit in the name: position_m.</param>
public sealed record Signal(string Name, string Unit, string Column)
{
    // The longer ones first: a speed ends like a length does.
    private static readonly (string Suffix, string Unit)[] Units =
    [
        ("_m_s2", "m/s²"), ("_rad_s", "rad/s"), ("_m_s", "m/s"), ("_rad", "rad"), ("_us", "µs"), ("_ms", "ms"), ("_s", "s"), ("_m", "m"),
        ("_v", "V"), ("_w", "W"), ("_dbm", "dBm"),
    ];

    /// <summary>Beside an axis: "position, m".</summary>
    public string Label => Unit.Length == 0 ? Name : $"{Name}, {Unit}";

    /// <summary>What a column's name says.</summary>
    public static Signal OfColumn(string column)
    {
        foreach (var (suffix, unit) in Units)
        {
            if (column.Length > suffix.Length && column.EndsWith(suffix, StringComparison.Ordinal))
                return new Signal(column[..^suffix.Length].Replace('_', ' '), unit, column);
        }

        return new Signal(column.Replace('_', ' '), "", column);
    }
}
