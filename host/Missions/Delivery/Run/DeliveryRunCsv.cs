using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>Every signal of a delivery run, one row a control period. The unit of a column stands in its header; what is not known leaves
/// its field empty.</summary>
/// <param name="also">As of <see cref="CsvTable"/>.</param>
public sealed class DeliveryRunCsv(TextWriter writer, Action<IReadOnlyList<string>, IReadOnlyList<object>>? also = null)
{
    private static readonly string[] Signals =
        ["mode", "phase", "at", "to", "x_m", "y_m", "heading_rad", "speed_m_s", "time_used_s", "battery_used"];

    private CsvTable? table;

    /// <summary>Appends a row; the first also writes the header. Every record of a run has the same rovers.</summary>
    public void Add(DeliveryRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        table ??= new CsvTable(
            writer, ["day", "time_s", .. record.Rovers.SelectMany(rover => Signals.Select(signal => $"{rover.Name}.{signal}"))],
            also);
        table.Add([record.Day, record.TimeS, .. record.Rovers.SelectMany(Fields)]);
    }

    private static object[] Fields(DeliveryRoverRecord rover) =>
    [
        rover.Mode, rover.Phase, rover.Node, rover.Target, rover.XM, rover.YM, rover.HeadingRad, rover.SpeedMS, rover.TimeUsedS,
        rover.BatteryUsed,
    ];
}
