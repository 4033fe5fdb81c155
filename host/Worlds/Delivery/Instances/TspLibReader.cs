namespace MultiAgentEdge.Host.Worlds;

/// <summary>
/// OPLib (bcamath-ds/OPLib) and the TSPLIB 95 that it extends by COST_LIMIT and NODE_SCORE_SECTION. Without scores every node counts 1, without
/// a depot the first node is it; without a limit the problem has an infinite one.
/// </summary>
internal sealed class TspLibReader
{
    private static readonly string[] Ignored = ["COMMENT", "NODE_COORD_TYPE", "DISPLAY_DATA_TYPE", "TSP_SOLUTION", "CAPACITY"];

    private readonly InstanceTokens words;
    private string name;
    private int count;
    private double limit = double.PositiveInfinity;
    private InstanceToken kind;
    private InstanceToken format;
    private (double X, double Y)[]? coordinates;
    private double[]? cost;
    private double[]? scores;
    private int depot = -1;
    private InstanceToken depotAt;

    private TspLibReader(InstanceTokens words, string name) => (this.words, this.name) = (words, name);

    public static OrienteeringProblem Read(InstanceTokens words, string fallbackName)
    {
        var reader = new TspLibReader(words, fallbackName);
        while (!words.AtEnd && reader.Entry())
        {
        }

        return reader.Build();
    }

    private bool Entry()
    {
        var key = words.Next("a keyword");
        if (key.Text.EndsWith("_SECTION", StringComparison.Ordinal) || key.Text == "EOF")
        {
            Skip(":");
            return Section(key);
        }

        var value = words.Peek();
        if (value.Text != ":" || value.Line != key.Line)
            throw key.Error($"\"{key.Text}\" is no keyword with a value.", "Entries are \"KEYWORD : value\". Known formats: OPLib, TSPLIB, Tsiligirides, Chao.");
        words.Next(":");
        var rest = words.Peek().Line == key.Line && !words.AtEnd ? words.Line() : [];
        var text = rest.Count > 0 ? rest[0] : throw key.Error($"{key.Text} has no value.", $"Write \"{key.Text} : value\".");
        switch (key.Text)
        {
            case "NAME":
                name = string.Join(' ', rest.Select(word => word.Text));
                break;
            case "TYPE":
                if (text.Text is not ("OP" or "TSP" or "ATSP"))
                    throw text.Error($"TYPE is {text.Text}.", "OP, TSP and ATSP are read here.");
                break;
            case "DIMENSION":
                count = text.Integer("DIMENSION", 1, OrienteeringReader.MaxNodes);
                break;
            case "COST_LIMIT":
                limit = text.Number("COST_LIMIT", 0);
                break;
            case "EDGE_WEIGHT_TYPE":
                kind = text;
                break;
            case "EDGE_WEIGHT_FORMAT":
                format = text;
                break;
            default:
                if (!Ignored.Contains(key.Text))
                    throw key.Error($"{key.Text} is no keyword known here.", "Leave it away, if the instance means the same without it.");
                break;
        }

        return true;
    }

    private bool Section(InstanceToken key)
    {
        if (key.Text == "EOF")
            return false;
        if (count == 0)
            throw key.Error($"{key.Text} comes before DIMENSION.", "Write DIMENSION first.");
        switch (key.Text)
        {
            case "NODE_COORD_SECTION":
                coordinates = new (double, double)[count];
                Nodes("NODE_COORD_SECTION", i => coordinates[i] = (words.Next("x").Number("x"), words.Next("y").Number("y")));
                break;
            case "DISPLAY_DATA_SECTION":
                Nodes("DISPLAY_DATA_SECTION", _ => (words.Next("x").Number("x"), words.Next("y").Number("y")));
                break;
            case "NODE_SCORE_SECTION":
                scores = new double[count];
                Nodes("NODE_SCORE_SECTION", i => scores[i] = words.Next("a score").Number("The score", 0));
                break;
            case "EDGE_WEIGHT_SECTION":
                cost = EdgeWeights(key);
                break;
            case "DEPOT_SECTION":
                Depots();
                break;
            default:
                throw key.Error($"{key.Text} is no section known here.", "Sections: NODE_COORD, EDGE_WEIGHT, NODE_SCORE, DEPOT.");
        }

        return true;
    }

    /// <summary>One entry for each node, in any order.</summary>
    private void Nodes<T>(string section, Func<int, T> read)
    {
        var seen = new bool[count];
        for (var i = 0; i < count; i++)
        {
            var at = words.Next($"node {i + 1} of {section}");
            var node = at.Integer("The node", 1, count) - 1;
            if (seen[node])
                throw at.Error($"Node {node + 1} is twice in {section}.", "Keep one of the two.");
            seen[node] = true;
            read(node);
        }
    }

    private void Depots()
    {
        while (words.Next("-1, which ends DEPOT_SECTION,") is { Text: not "-1" } at)
        {
            if (depot >= 0)
                throw at.Error("There is more than one depot.", "One depot, then -1.");
            (depot, depotAt) = (at.Integer("The depot", 1, count) - 1, at);
        }
    }

    private double[] EdgeWeights(InstanceToken key)
    {
        var n = count;
        var diagonal = format.Text?.Contains("DIAG", StringComparison.Ordinal) == true ? 0 : 1;
        (int From, int To) Row(int i) => format.Text switch
        {
            "FULL_MATRIX" => (0, n),
            "UPPER_ROW" or "UPPER_DIAG_ROW" or "LOWER_COL" or "LOWER_DIAG_COL" => (i + diagonal, n),
            "LOWER_ROW" or "LOWER_DIAG_ROW" or "UPPER_COL" or "UPPER_DIAG_COL" => (0, i + 1 - diagonal),
            _ => throw (format.Text is null ? key : format).Error($"EDGE_WEIGHT_FORMAT is {format.Text ?? "missing"}.", "FULL_MATRIX, UPPER_, LOWER_, with _ROW, _COL or _DIAG_ are read here."),
        };
        // A matrix that a file only announces takes no memory.
        var wanted = Enumerable.Range(0, n).Sum(i => (long)(Row(i).To - Row(i).From));
        if (words.Left < wanted)
            throw key.Error($"DIMENSION {n} asks for {wanted} weights, and {words.Left} words follow.", "Correct DIMENSION, or add the weights that are missing.");
        var weights = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var (from, to) = Row(i);
            for (var j = from; j < to; j++)
            {
                var value = words.Next("a weight").Number("The weight", 0);
                weights[(i * n) + j] = value;
                if (format.Text != "FULL_MATRIX")
                    weights[(j * n) + i] = value;
            }
        }

        // TSPLIB fills the diagonal with whatever it likes.
        for (var i = 0; i < n; i++)
            weights[(i * n) + i] = 0;
        return weights;
    }

    private OrienteeringProblem Build()
    {
        if (count == 0)
            throw new InstanceException(words.LastLine, 1, "DIMENSION is missing.", "Is this an OPLib or TSPLIB file?");
        if (kind.Text is null)
            throw new InstanceException(words.LastLine, 1, "EDGE_WEIGHT_TYPE is missing.", "Write \"EDGE_WEIGHT_TYPE : EUC_2D\", or what holds.");
        var weights = kind.Text == "EXPLICIT" ? cost : FromCoordinates();
        if (weights is null)
            throw kind.Error($"EDGE_WEIGHT_TYPE is {kind.Text}, but {(kind.Text == "EXPLICIT" ? "EDGE_WEIGHT_SECTION" : "NODE_COORD_SECTION")} is missing.", "Add it.");
        var start = Math.Max(0, depot);
        return new OrienteeringProblem(name, weights, scores ?? [.. Enumerable.Repeat(1.0, count)], start, start, limit)
        {
            Names = [.. Enumerable.Range(1, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            Positions = coordinates ?? [],
        };
    }

    private double[]? FromCoordinates()
    {
        if (!TspLibDistance.Functions.TryGetValue(kind.Text, out var distance))
            throw kind.Error($"EDGE_WEIGHT_TYPE {kind.Text} is not read here.", $"Known: EXPLICIT, {string.Join(", ", TspLibDistance.Functions.Keys)}.");
        if (coordinates is null)
            return null;
        var weights = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
                weights[(i * count) + j] = i == j ? 0 : distance(coordinates[i].X, coordinates[i].Y, coordinates[j].X, coordinates[j].Y);
        }

        return weights;
    }

    private void Skip(string text)
    {
        if (words.Peek().Text == text)
            words.Next(text);
    }
}
