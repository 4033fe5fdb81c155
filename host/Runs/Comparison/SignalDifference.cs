using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Runs.Comparison;

/// <summary>One signal of several runs: how large it is in each, and how far each is from the first at the same second.</summary>
public sealed class SignalDifference
{
    /// <param name="signals">All have it.</param>
    public SignalDifference(string name, IReadOnlyList<SignalTable> signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        Name = name;
        Rms = [.. signals.Select(table => RmsOf(table.Columns[name]))];
        Max = [.. signals.Select(table => table.Columns[name].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(double.NaN).Max())];
        var (rms, max, at) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 1; i < signals.Count; i++)
        {
            var apart = Apart(name, signals[0], signals[i]).ToList();
            rms.Add(RmsOf(apart.Select(one => one.Difference)));
            var worst = apart.Count == 0 ? (double.NaN, double.NaN) : apart.MaxBy(one => Math.Abs(one.Difference));
            max.Add(Math.Abs(worst.Item2));
            at.Add(worst.Item1);
        }

        (RmsApart, MaxApart, MaxAtS) = (rms, max, at);
    }

    /// <summary>As a table's column has it.</summary>
    public string Name { get; }

    /// <summary>Root of the mean square, one a run; NaN: it has no number.</summary>
    public IReadOnlyList<double> Rms { get; }

    /// <summary>Largest size, one a run.</summary>
    public IReadOnlyList<double> Max { get; }

    /// <summary>Of the difference from the first, one a run but the first; over the seconds that both have. NaN: none.</summary>
    public IReadOnlyList<double> RmsApart { get; }

    /// <inheritdoc cref="RmsApart"/>
    public IReadOnlyList<double> MaxApart { get; }

    /// <summary>Second of the largest difference.</summary>
    public IReadOnlyList<double> MaxAtS { get; }

    public JsonObject ToJson() => new()
    {
        ["unit"] = Signal.OfColumn(Name).Unit,
        ["rms"] = JsonText.Array(Rms),
        ["max_abs"] = JsonText.Array(Max),
        ["difference_rms"] = JsonText.Array(RmsApart),
        ["difference_max_abs"] = JsonText.Array(MaxApart),
        ["difference_max_at_s"] = JsonText.Array(MaxAtS),
    };

    private static IEnumerable<(double TimeS, double Difference)> Apart(string name, SignalTable first, SignalTable other)
    {
        var (mine, its) = (first.Columns[name], other.Columns[name]);
        // Two headings are never further apart than half a turn.
        var isTurn = name.EndsWith("heading_rad", StringComparison.Ordinal);
        var from = 0;
        for (var k = 0; k < mine.Length; k++)
        {
            var difference = other.At(its, first.TimeS[k], ref from) - mine[k];
            if (isTurn)
                difference = Math.IEEERemainder(difference, 2 * Math.PI);
            if (double.IsFinite(difference))
                yield return (first.TimeS[k], difference);
        }
    }

    private static double RmsOf(IEnumerable<double> numbers)
    {
        var (sum, count) = (0.0, 0);
        foreach (var number in numbers.Where(double.IsFinite))
        {
            sum += number * number;
            count++;
        }

        return count == 0 ? double.NaN : Math.Sqrt(sum / count);
    }
}
