using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Host.Runs.Comparison;

/// <summary>Every signal of a run, of all tables of its record: by its column, and where an earlier table has one of that name, with its
/// own table's before a slash.</summary>
public sealed class RunSignals
{
    private readonly Dictionary<string, SignalTable> tables = new(StringComparer.Ordinal);
    private readonly List<string> names = [];

    private RunSignals()
    {
    }

    /// <summary>In the order of the record.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The table that a signal is a column of, under this very name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such signal.</exception>
    public SignalTable this[string name] => tables[name];

    public bool Has(string name) => tables.ContainsKey(name);

    /// <exception cref="FormatException">The record is damaged.</exception>
    public static RunSignals Of(McapReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var all = new RunSignals();
        foreach (var table in RecordTable.Of(reader))
            all.Add(table.Name, SignalTable.Of(table));
        return all;
    }

    private void Add(string table, SignalTable its)
    {
        string NameOf(string column) => tables.ContainsKey(column) ? $"{table}/{column}" : column;
        var named = its with
        {
            Columns = its.Columns.ToDictionary(one => NameOf(one.Key), one => one.Value, StringComparer.Ordinal),
        };
        foreach (var name in its.Columns.Keys.Select(NameOf).ToList())
        {
            tables.Add(name, named);
            names.Add(name);
        }
    }
}
