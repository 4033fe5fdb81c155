using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>Every signal of a delivery run, one row a control period. The unit of a column stands in its header; what is not known leaves its field empty.</summary>
public sealed class DeliveryRunCsv(TextWriter writer)
{
    private static readonly string[] Signals =
        ["mode", "phase", "at", "to", "x_m", "y_m", "heading_rad", "speed_m_s", "time_used_s", "battery_used"];

    private bool started;

    /// <summary>Appends a row; the first also writes the header. Every record of a run has the same rovers.</summary>
    public void Add(DeliveryRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (!started)
            writer.WriteLine(string.Join(',', ["day", "time_s", .. record.Rovers.SelectMany(rover => Signals.Select(signal => $"{rover.Name}.{signal}"))]));
        started = true;
        writer.WriteLine(string.Join(',', [CsvField.Of(record.Day), CsvField.Of(record.TimeS), .. record.Rovers.SelectMany(Fields)]));
    }

    private static string[] Fields(DeliveryRoverRecord rover) =>
    [
        CsvField.Of(rover.Mode), CsvField.Of(rover.Phase), CsvField.Of(rover.Node), CsvField.Of(rover.Target), CsvField.Of(rover.XM), CsvField.Of(rover.YM),
        CsvField.Of(rover.HeadingRad), CsvField.Of(rover.SpeedMS), CsvField.Of(rover.TimeUsedS), CsvField.Of(rover.BatteryUsed),
    ];
}
