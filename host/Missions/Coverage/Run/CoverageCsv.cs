using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>Every signal of a coverage run, one row a control period. The unit of a column stands in its header; what is absent leaves its fields empty.</summary>
/// <param name="onWheels">Whether the rovers have two wheels: those are told a yaw rate and an acceleration, a disc an acceleration in both directions.</param>
public sealed class CoverageCsv(TextWriter writer, bool onWheels = false)
{
    private static readonly string[] OfWheels = ["yaw_rate_rad_s", "acceleration_m_s2"];
    private static readonly string[] OfDiscs = ["acceleration_x_m_s2", "acceleration_y_m_s2"];

    private bool started;

    /// <summary>Appends a row; the first also writes the header. Every record of a run has the same rovers.</summary>
    public void Add(CoverageRecord record)
    {
        if (!started)
            writer.WriteLine(string.Join(',', Header(record)));
        started = true;
        writer.WriteLine(string.Join(',', Fields(record)));
    }

    private IEnumerable<string> Header(CoverageRecord record)
    {
        foreach (var name in new[] { "tick", "time_s", "cover_distance_m", "landmarks_covered", "collisions", "reward" })
            yield return name;
        foreach (var rover in record.Rovers)
        {
            foreach (var name in (string[])["mode", "parameter_version", "x_m", "y_m", .. onWheels ? OfWheels : OfDiscs, "in_scope", "in_range", "silent"])
                yield return $"{rover.Name}.{name}";
        }
    }

    private static IEnumerable<string> Fields(CoverageRecord record)
    {
        yield return CsvField.Of(record.Tick);
        yield return CsvField.Of(record.TimeS);
        yield return CsvField.Of(record.CoverDistanceM);
        yield return CsvField.Of(record.Covered);
        yield return CsvField.Of(record.Collisions);
        yield return CsvField.Of(record.Reward);
        foreach (var rover in record.Rovers)
        {
            yield return CsvField.Of(rover.Mode);
            yield return CsvField.Of(rover.ParameterVersion);
            yield return CsvField.Of(rover.XM);
            yield return CsvField.Of(rover.YM);
            yield return CsvField.Of(rover.Input.Length > 0 ? rover.Input[0] : double.NaN);
            yield return CsvField.Of(rover.Input.Length > 1 ? rover.Input[1] : double.NaN);
            yield return CsvField.Of(rover.InScope);
            yield return CsvField.Of(rover.InRange);
            yield return rover.IsSilent ? "1" : "0";
        }
    }
}
