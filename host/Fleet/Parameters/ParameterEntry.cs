using System.Globalization;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Fleet.Parameters;

/// <summary>One entry of a parameter set, for people and JSON.</summary>
/// <param name="Shape">"2x2"; "1" for a scalar.</param>
public sealed record ParameterEntry(ushort Id, string Name, string Unit, string Type, string Shape, double[] Values)
{
    private const int ShownValues = 8;

    public static ParameterEntry Of(ParameterSet set, int entry)
    {
        var id = set.IdOf(entry);
        var dims = Enumerable.Range(0, set.Rank(entry)).Select(axis => set.Dim(entry, axis).ToString(CultureInfo.InvariantCulture));
        var values = new double[set.Count(entry)];
        for (var i = 0; i < values.Length; i++)
            values[i] = set.GetDouble(entry, i);
        return new ParameterEntry(
            id, ParameterName.Of(id), ParameterName.UnitOf(id), set.TypeOf(entry).ToString().ToLowerInvariant(), string.Join('x', dims),
            values);
    }

    /// <summary>The first values.</summary>
    public string Text =>
        string.Join(", ", Values.Take(ShownValues).Select(value => value.ToString("G6", CultureInfo.InvariantCulture)))
        + (Values.Length > ShownValues ? $", ... ({Values.Length})" : "");
}
