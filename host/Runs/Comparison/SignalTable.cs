using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Host.Runs.Comparison;

/// <summary>A run's signals in memory, over the seconds since its record began.</summary>
/// <param name="TimeS">Ascending.</param>
/// <param name="Columns">Numbers of each signal, as long as <paramref name="TimeS"/>; NaN: not known.</param>
public sealed record SignalTable(double[] TimeS, IReadOnlyDictionary<string, double[]> Columns)
{
    /// <summary>Columns that only count rows, and would be compared with themselves.</summary>
    private static readonly string[] Clocks = ["tick", "time_s", "day"];

    public static SignalTable Of(RecordTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var wanted = table.Columns.Index().Where(one => !table.IsText[one.Index] && !Clocks.Contains(one.Item[(one.Item.IndexOf('.') + 1)..])).ToList();
        var numbers = wanted.ConvertAll(_ => new List<double>());
        var timeS = new List<double>();
        ulong? firstNs = null;
        foreach (var (logNs, row) in table.Numbers())
        {
            firstNs ??= logNs;
            timeS.Add((logNs - firstNs.Value) * 1e-9);
            for (var k = 0; k < wanted.Count; k++)
                numbers[k].Add(row[wanted[k].Index]);
        }

        return new SignalTable(
            [.. timeS], wanted.Index().ToDictionary(one => one.Item.Item, one => numbers[one.Index].ToArray(), StringComparer.Ordinal));
    }

    /// <summary>A signal at a time, between its two neighbours; NaN outside of the record and beside what is not known.</summary>
    /// <param name="from">Where to look first; left where the next, later time is looked for.</param>
    public double At(double[] signal, double timeS, ref int from)
    {
        if (TimeS.Length == 0 || timeS < TimeS[0] || timeS > TimeS[^1])
            return double.NaN;
        while (from + 1 < TimeS.Length && TimeS[from + 1] < timeS)
            from++;
        var next = Math.Min(from + 1, TimeS.Length - 1);
        var span = TimeS[next] - TimeS[from];
        var share = span > 0 ? Math.Clamp((timeS - TimeS[from]) / span, 0, 1) : 0;
        return share == 0 ? signal[from] : share == 1 ? signal[next] : signal[from] + (share * (signal[next] - signal[from]));
    }
}
