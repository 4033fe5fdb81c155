using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Runs;

/// <summary>
/// The curves of a training, from the table in its run folder that grows while it learns: of it only what was added since the last look is
/// read. The table's first column is what the training counts (samples, environment steps, days). More rows than a curve is drawn with are
/// averaged, neighbours with neighbours, so that memory is bounded however long it goes on. Safe from any thread.
/// </summary>
/// <param name="folder">Of the run; its first table by name is meant, as in its record.</param>
public sealed class TrainingCurves(string folder)
{
    /// <summary>Points of a curve: between half as many and these.</summary>
    public const int MostPoints = 2000;

    private const string Agent = "agent";
    private const string Table = ".csv";

    private readonly Lock gate = new();
    private readonly List<double> at = [];
    private readonly Dictionary<string, List<double>> points = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Sum, int Count)> open = new(StringComparer.Ordinal);
    private string? name;
    private string header = "";
    private long read;
    private int rowsEach = 1;
    private int rowsOpen;
    private double sumAt;
    private double last = double.NaN;

    /// <summary>Reads what was added.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">The table is damaged.</exception>
    public void Refresh()
    {
        lock (gate)
        {
            if (Find() is not { } path)
                return;
            try
            {
                if (path.EndsWith(PackedFile.Extension, StringComparison.Ordinal))
                    ReadPacked(path);
                else
                    ReadNew(path);
            }
            catch (FileNotFoundException)
            {
                // Renamed or packed meanwhile: the next time.
            }
            catch (InvalidDataException damaged)
            {
                throw new FormatException(damaged.Message, damaged);
            }
        }
    }

    /// <summary>What there are curves of, in the order in which they came up.</summary>
    public IReadOnlyList<string> Signals()
    {
        lock (gate)
            return [.. points.Keys];
    }

    /// <summary>A curve: what was counted, and values as many; NaN: not known. Empty where there is none of the name.</summary>
    public (double[] At, double[] Values) Of(string signal)
    {
        lock (gate)
        {
            if (!points.TryGetValue(signal, out var values))
                return ([], []);
            return rowsOpen == 0
                ? ([.. at], [.. values])
                : ([.. at, sumAt / rowsOpen], [.. values, Mean(open.GetValueOrDefault(signal))]);
        }
    }

    private string? Find() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*" + Table + "*")
            .Where(path => path.EndsWith(Table, StringComparison.Ordinal)
                || path.EndsWith(Table + PartialFile.Extension, StringComparison.Ordinal)
                || path.EndsWith(Table + PackedFile.Extension, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).FirstOrDefault()
        : null;

    // It grows only while it is not packed.
    private void ReadPacked(string path)
    {
        var plain = path[..^PackedFile.Extension.Length];
        if (Path.GetFileName(plain) == name && read == long.MaxValue)
            return;
        Forget(Path.GetFileName(plain));
        using var reader = PackedFile.OpenText(plain);
        foreach (var row in CsvTable.ReadFields(reader, out var columns))
            Take(columns, row);
        read = long.MaxValue;
    }

    private void ReadNew(string path)
    {
        var plain = Path.GetFileName(path);
        plain = plain[..(plain.IndexOf(Table, StringComparison.Ordinal) + Table.Length)];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        // Shorter than before: it was cut back to a checkpoint, and goes on from there.
        if (plain != name || stream.Length < read)
            Forget(plain);
        stream.Seek(read, SeekOrigin.Begin);
        var bytes = new byte[stream.Length - read];
        stream.ReadExactly(bytes);
        var whole = bytes.AsSpan(0, bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
        if (whole.IsEmpty)
            return;
        read += whole.Length;
        var text = System.Text.Encoding.UTF8.GetString(whole);
        if (header.Length == 0)
            header = text[..(text.IndexOf('\n', StringComparison.Ordinal) + 1)];
        else
            text = header + text;
        using var reader = new StringReader(text);
        foreach (var row in CsvTable.ReadFields(reader, out var columns))
            Take(columns, row);
    }

    private void Forget(string table)
    {
        (name, header, read, rowsEach, rowsOpen, sumAt, last) = (table, "", 0, 1, 0, 0, double.NaN);
        at.Clear();
        points.Clear();
        open.Clear();
    }

    // A table with a row for each agent has a curve for each.
    private void Take(string[] columns, object[] row)
    {
        if (row[0] is not double count)
            return;
        if (count != last)
        {
            if (rowsOpen == rowsEach)
                Close();
            rowsOpen++;
            sumAt += count;
            last = count;
        }

        var agent = Array.IndexOf(columns, Agent) is > 0 and var k ? $"{row[k]}" : null;
        for (var i = 1; i < row.Length; i++)
        {
            if (row[i] is not double value || !double.IsFinite(value) || columns[i] == Agent)
                continue;
            var signal = agent is null ? columns[i] : $"{Agent}-{agent}.{columns[i]}";
            var (sum, values) = open.GetValueOrDefault(signal);
            open[signal] = (sum + value, values + 1);
            if (!points.ContainsKey(signal))
                points[signal] = [.. Enumerable.Repeat(double.NaN, at.Count)];
        }
    }

    private void Close()
    {
        at.Add(sumAt / rowsOpen);
        foreach (var (signal, values) in points)
            values.Add(Mean(open.GetValueOrDefault(signal)));
        (rowsOpen, sumAt) = (0, 0);
        open.Clear();
        if (at.Count < MostPoints)
            return;
        Halve(at);
        foreach (var values in points.Values)
            Halve(values);
        rowsEach *= 2;
    }

    private static double Mean((double Sum, int Count) values) => values.Count == 0 ? double.NaN : values.Sum / values.Count;

    private static void Halve(List<double> values)
    {
        for (var i = 0; i < values.Count / 2; i++)
        {
            var (one, other) = (values[2 * i], values[(2 * i) + 1]);
            values[i] = double.IsNaN(one) ? other : double.IsNaN(other) ? one : (one + other) / 2;
        }

        values.RemoveRange(values.Count / 2, values.Count - (values.Count / 2));
    }
}
