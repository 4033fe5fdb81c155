using System.Globalization;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>Every signal of a coverage run, one row a control period. The unit of a column stands in its header; what is absent leaves its fields empty.</summary>
public sealed class CoverageCsv(TextWriter writer)
{
    private bool started;

    /// <summary>Appends a row; the first also writes the header. Every record of a run has the same rovers.</summary>
    public void Add(CoverageRecord record)
    {
        if (!started)
            writer.WriteLine(string.Join(',', Header(record)));
        started = true;
        writer.WriteLine(string.Join(',', Fields(record)));
    }

    public static IEnumerable<string> Header(CoverageRecord record)
    {
        foreach (var name in new[] { "tick", "time_s", "cover_distance_m", "landmarks_covered", "collisions", "reward" })
            yield return name;
        foreach (var rover in record.Rovers)
        {
            foreach (var name in new[] { "mode", "parameter_version", "x_m", "y_m", "input_1", "input_2", "in_scope", "in_range", "silent" })
                yield return $"{rover.Name}.{name}";
        }
    }

    private static IEnumerable<string> Fields(CoverageRecord record)
    {
        yield return Text(record.Tick);
        yield return Text(record.TimeS);
        yield return Text(record.CoverDistanceM);
        yield return Text(record.Covered);
        yield return Text(record.Collisions);
        yield return Text(record.Reward);
        foreach (var rover in record.Rovers)
        {
            yield return rover.Mode;
            yield return Text(rover.ParameterVersion);
            yield return Text(rover.XM);
            yield return Text(rover.YM);
            yield return Text(rover.Input.Length > 0 ? rover.Input[0] : double.NaN);
            yield return Text(rover.Input.Length > 1 ? rover.Input[1] : double.NaN);
            yield return Text(rover.InScope);
            yield return Text(rover.InRange);
            yield return rover.IsSilent ? "1" : "0";
        }
    }

    private static string Text(IFormattable value) =>
        value is double.NaN ? "" : value.ToString(value is double ? "R" : null, CultureInfo.InvariantCulture);
}
