using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs.Queue;

/// <summary>One figure over several runs.</summary>
/// <param name="Deviation">Standard deviation of the sample; NaN of fewer than two.</param>
public sealed record Spread(int Count, double Mean, double Deviation, double Least, double Greatest)
{
    /// <param name="values">Finite ones count.</param>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        if (known.Length == 0)
            return new Spread(0, double.NaN, double.NaN, double.NaN, double.NaN);
        var mean = known.Average();
        var deviation = known.Length < 2 ? double.NaN : Math.Sqrt(known.Sum(value => (value - mean) * (value - mean)) / (known.Length - 1));
        return new Spread(known.Length, mean, deviation, known.Min(), known.Max());
    }

    public JsonObject ToJson() => new()
    {
        ["runs"] = Count,
        ["mean"] = JsonText.Number(Mean),
        ["std"] = JsonText.Number(Deviation),
        ["min"] = JsonText.Number(Least),
        ["max"] = JsonText.Number(Greatest),
    };
}
