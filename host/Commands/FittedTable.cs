using Spectre.Console;

namespace MultiAgentEdge.Host.Commands;

/// <summary>A table of plain text that follows the width of its console: where it does not fit, the optional columns go first, and the last
/// of what stays is cut.</summary>
public sealed class FittedTable(params string[] header)
{
    // Between two columns.
    private const int Gap = 2;

    private readonly List<string[]> rows = [];
    private readonly List<int> optional = [];

    /// <summary>Named last, gone first.</summary>
    public FittedTable Optional(string column)
    {
        optional.Add(Array.IndexOf(header, column));
        return this;
    }

    /// <param name="cells">As many as the header has.</param>
    public void Add(params string[] cells) => rows.Add(cells);

    public void Write(IAnsiConsole console)
    {
        ArgumentNullException.ThrowIfNull(console);
        foreach (var line in Lines(console.Profile.Width))
            console.WriteLine(line);
    }

    /// <param name="width">Characters a line, 1 or more.</param>
    public IEnumerable<string> Lines(int width)
    {
        int[] widths = [.. header.Select((name, i) => rows.Select(row => row[i].Length).Append(name.Length).Max())];
        List<int> shown = [.. Enumerable.Range(0, header.Length)];
        int Total() => shown.Sum(i => widths[i] + Gap) - Gap;
        foreach (var column in Enumerable.Reverse(optional).Where(_ => Total() > width))
            shown.Remove(column);
        return new[] { header }.Concat(rows).Select(row =>
        {
            var line = string.Join(new string(' ', Gap), shown.Select(i => row[i].PadRight(widths[i]))).TrimEnd();
            return line.Length <= width ? line : line[..width].TrimEnd();
        });
    }
}
