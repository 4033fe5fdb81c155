using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace MultiAgentEdge.Host.Telemetry;

/// <summary>A table that grows row by row (RFC 4180, invariant culture, lines end with \n): every double reads back as the same double, NaN
/// is an empty field, text with separators is quoted. The header is written with the first row.</summary>
/// <param name="writer">Where to; the caller's to close.</param>
/// <param name="header">The names of the columns, each with its unit.</param>
/// <param name="also">Gets columns and fields of each row too: of a table that is part of a record.</param>
[SuppressMessage("Design", "CA1001", Justification = "Flushed after each row; what it writes to is the caller's to close.")]
public sealed class CsvTable(
    TextWriter writer, IEnumerable<string> header, Action<IReadOnlyList<string>, IReadOnlyList<object>>? also = null)
{
    private static readonly CsvConfiguration Rfc4180 = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    private readonly string[] columns = [.. header];
    private readonly CsvWriter csv = new(writer, Rfc4180, leaveOpen: true);
    private bool started;

    /// <summary>A file's whole table as text.</summary>
    public static string Text(IEnumerable<string> header, IEnumerable<IEnumerable<object>> rows)
    {
        using var writer = new StringWriter();
        var table = new CsvTable(writer, header);
        table.Begin();
        foreach (var row in rows)
            table.Add(row);
        return writer.ToString();
    }

    /// <summary>Reads a table of numbers row by row.</summary>
    /// <exception cref="InvalidDataException">A row has another number of fields than the header, or one that is no number.</exception>
    public static IEnumerable<double[]> ReadNumbers(TextReader reader, out string[] columns)
    {
        var csv = new CsvParser(reader, Rfc4180, leaveOpen: true);
        var header = csv.Read() ? csv.Record! : [];
        columns = header;
        return Rows();

        IEnumerable<double[]> Rows()
        {
            for (var row = 1; csv.Read(); row++)
            {
                if (csv.Count != header.Length)
                    throw new InvalidDataException($"Row {row} has {csv.Count} columns, the header {header.Length}.");
                var numbers = new double[header.Length];
                for (var i = 0; i < numbers.Length; i++)
                {
                    if (!double.TryParse(csv[i], CultureInfo.InvariantCulture, out numbers[i]))
                        throw new InvalidDataException($"Row {row} has \"{csv[i]}\" in column {header[i]}, which is no number.");
                }

                yield return numbers;
            }
        }
    }

    /// <summary>Reads a table row by row as it was written: numbers as numbers, everything else as text.</summary>
    /// <exception cref="InvalidDataException">A row has another number of fields than the header.</exception>
    public static IEnumerable<object[]> ReadFields(TextReader reader, out string[] columns)
    {
        var csv = new CsvParser(reader, Rfc4180, leaveOpen: true);
        var header = csv.Read() ? csv.Record! : [];
        columns = header;
        return Rows();

        IEnumerable<object[]> Rows()
        {
            for (var row = 1; csv.Read(); row++)
            {
                if (csv.Count != header.Length)
                    throw new InvalidDataException($"Row {row} has {csv.Count} columns, the header {header.Length}.");
                yield return [.. csv.Record!.Select(
                    field => field != "NaN" && double.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : (object)field)];
            }
        }
    }

    /// <summary>The first fields of a list; NaN where it has fewer.</summary>
    public static IEnumerable<object> Padded(double[] values, int count) =>
        Enumerable.Range(0, count).Select(i => (object)(i < values.Length ? values[i] : double.NaN));

    /// <summary>Writes the header, where it is not there yet.</summary>
    public void Begin()
    {
        if (started)
            return;
        started = true;
        foreach (var name in columns)
            csv.WriteField(name);
        End();
    }

    /// <summary>Appends a row; the first also writes the header.</summary>
    public void Add(IEnumerable<object> fields)
    {
        Begin();
        object[] row = [.. fields];
        foreach (var field in row)
            csv.WriteField(field is double.NaN ? "" : field);
        End();
        also?.Invoke(columns, row);
    }

    private void End()
    {
        csv.NextRecord();
        csv.Flush();
    }
}
