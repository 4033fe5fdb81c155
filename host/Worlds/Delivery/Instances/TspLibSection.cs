namespace MultiAgentEdge.Host.Worlds;

/// <summary>
/// The words of one section of a TSPLIB file, read to the next keyword before they are understood: so a count that does not fit DIMENSION
/// is told where it happens, not as a word that makes no sense further down.
/// </summary>
internal sealed class TspLibSection
{
    private readonly InstanceToken key;
    private readonly List<InstanceToken> entries;
    private readonly InstanceToken after;
    private readonly int count;
    private readonly InstanceToken dimension;

    /// <param name="words">Behind the section's keyword.</param>
    /// <param name="dimension">The value of DIMENSION, and where it stands.</param>
    public TspLibSection(InstanceToken key, InstanceTokens words, int count, InstanceToken dimension)
    {
        (this.key, this.count, this.dimension) = (key, count, dimension);
        entries = words.UntilKeyword();
        after = words.Peek();
    }

    /// <summary>One line a node, in any order: its number and some values.</summary>
    /// <param name="take">Node, and the words of its line, the number among them.</param>
    public void Nodes(Action<int, IReadOnlyList<InstanceToken>> take)
    {
        var lines = entries.GroupBy(entry => entry.Line).Select(line => line.ToList()).ToList();
        var seen = new bool[count];
        for (var i = 0; i < lines.Count; i++)
        {
            var at = lines[i][0];
            if (i == count)
            {
                throw at.Error(
                    $"{key.Text} has {lines.Count} nodes, but DIMENSION (line {dimension.Line}) is {count}.",
                    $"Write DIMENSION : {lines.Count}, or take nodes out.");
            }

            var node = at.Integer("The node", 1, count) - 1;
            if (seen[node])
                throw at.Error($"Node {node + 1} is twice in {key.Text}.", "Keep one of the two.");
            seen[node] = true;
            take(node, lines[i]);
        }

        if (lines.Count < count)
        {
            throw Short(
                $"{lines.Count} nodes", $"DIMENSION (line {dimension.Line}) is {count}",
                $"Write DIMENSION : {lines.Count}, or add the nodes that are missing.");
        }
    }

    /// <summary>Node numbers up to -1, which may be missing where another keyword ends the section.</summary>
    public IEnumerable<(int Node, InstanceToken At)> Depots()
    {
        foreach (var entry in entries)
        {
            if (entry.Text == "-1")
                yield break;
            yield return (entry.Integer("The depot", 1, count) - 1, entry);
        }
    }

    /// <summary>n x n, row by row; the diagonal, of which files make what they like, is 0 and not read.</summary>
    /// <param name="format">The value of EDGE_WEIGHT_FORMAT; no text where it is missing.</param>
    public double[] Weights(InstanceToken format)
    {
        var row = Row(format.Text, count) ?? throw (format.Text is null ? key : format).Error(
            $"EDGE_WEIGHT_FORMAT is {format.Text ?? "missing"}.", $"Read here: {string.Join(", ", Formats)}.");
        var expected = Enumerable.Range(0, count).Sum(i => row(i).To - row(i).From);
        if (entries.Count > expected)
        {
            throw entries[expected].Error(
                $"{key.Text} has {entries.Count} weights, but {format.Text} takes {expected} for DIMENSION {count} (line "
                + $"{dimension.Line}).",
                Fitting(format.Text) is { } other
                    ? $"As many are {other}: correct EDGE_WEIGHT_FORMAT (line {format.Line}), DIMENSION or the weights."
                    : "Correct DIMENSION, or the weights.");
        }

        if (entries.Count < expected)
        {
            throw Short(
                $"{entries.Count} weights", $"{format.Text} takes {expected} for DIMENSION {count} (line {dimension.Line})",
                "Correct DIMENSION, or add the weights that are missing.");
        }

        var weights = new double[count * count];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var (from, to) = row(i);
            for (var j = from; j < to; j++)
            {
                var entry = entries[at++];
                if (i == j)
                    continue;
                weights[(i * count) + j] = entry.Number("The weight", 0);
                if (format.Text != "FULL_MATRIX")
                    weights[(j * count) + i] = weights[(i * count) + j];
            }
        }

        return weights;
    }

    private static readonly string[] Formats =
    [
        "FULL_MATRIX", "UPPER_ROW", "LOWER_ROW", "UPPER_DIAG_ROW", "LOWER_DIAG_ROW", "UPPER_COL", "LOWER_COL", "UPPER_DIAG_COL",
        "LOWER_DIAG_COL",
    ];

    /// <summary>Which columns the i-th line of a format has. A triangle by columns is the other one by rows.</summary>
    private static Func<int, (int From, int To)>? Row(string? format, int n)
    {
        if (!Formats.Contains(format))
            return null;
        if (format == "FULL_MATRIX")
            return _ => (0, n);
        var diagonal = format!.Contains("DIAG", StringComparison.Ordinal) ? 0 : 1;
        var isUpper = format.StartsWith("UPPER", StringComparison.Ordinal) == format.EndsWith("ROW", StringComparison.Ordinal);
        return isUpper ? i => (i + diagonal, n) : i => (0, i + 1 - diagonal);
    }

    /// <summary>A format that takes as many weights as there are.</summary>
    private string? Fitting(string? format) => Formats.FirstOrDefault(other =>
        other != format && Row(other, count) is { } row && Enumerable.Range(0, count).Sum(i => row(i).To - row(i).From) == entries.Count);

    /// <summary>At the word where the next entry should stand.</summary>
    private InstanceException Short(string there, string wanted, string next) =>
        after.Error(
            after.Text.Length == 0
                ? $"The file ends here: {key.Text} (line {key.Line}) has {there}, but {wanted}."
                : $"{key.Text} (line {key.Line}) has {there}, but {wanted}.", next);
}
