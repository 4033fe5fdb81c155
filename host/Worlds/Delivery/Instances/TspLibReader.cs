namespace MultiAgentEdge.Host.Worlds;

/// <summary>
/// OPLib (bcamath-ds/OPLib) and the TSPLIB 95 that it extends by COST_LIMIT and NODE_SCORE_SECTION. Without scores every node counts 1,
/// without a depot the first node is it; without a limit the problem has an infinite one. A matrix of TYPE TSP or ATSP need not be metric:
/// its routes may pass nodes.
/// </summary>
internal sealed class TspLibReader
{
    private static readonly string[] Ignored = ["COMMENT", "NODE_COORD_TYPE", "DISPLAY_DATA_TYPE", "TSP_SOLUTION", "TSPSOL", "CAPACITY"];
    private static readonly string[] MayBeEmpty = ["NAME", .. Ignored];

    private readonly InstanceTokens words;
    private readonly Dictionary<string, int> lines = []; // of the keywords so far
    private string name;
    private int count;
    private InstanceToken dimension;
    private double limit = double.PositiveInfinity;
    private string type = "TSP";
    private InstanceToken kind;
    private InstanceToken format;
    private double[]?[]? coordinates; // n, each x, y and perhaps z
    private InstanceToken coordinatesAt;
    private double[]? cost;
    private double[]? scores;
    private int depot = -1;

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
        if (!Ignored.Contains(key.Text) && !lines.TryAdd(key.Text, key.Line))
            throw key.Error($"{key.Text} is there twice: it is on line {lines[key.Text]} already.", "Keep one of the two.");
        if (InstanceTokens.IsSection(key))
        {
            if (words.Peek().Text == ":")
                words.Next(":");
            return key.Text != "EOF" && Section(key);
        }

        var value = words.Peek();
        if (value.Text != ":" || value.Line != key.Line)
        {
            throw key.Error(
                $"\"{key.Text}\" is no keyword with a value.",
                "Entries are \"KEYWORD : value\". Known formats: OPLib, TSPLIB, Tsiligirides, Chao.");
        }

        words.Next(":");
        var rest = words.Peek().Line == key.Line && !words.AtEnd ? words.Line() : [];
        if (rest.Count > 0)
            Entry(key, rest[0], rest);
        else if (!MayBeEmpty.Contains(key.Text))
            throw key.Error($"{key.Text} has no value.", $"Write \"{key.Text} : value\".");
        return true;
    }

    private void Entry(InstanceToken key, InstanceToken value, List<InstanceToken> line)
    {
        switch (key.Text)
        {
            case "NAME":
                name = string.Join(' ', line.Select(word => word.Text));
                break;
            case "TYPE":
                if (value.Text is not ("OP" or "TSP" or "ATSP"))
                    throw value.Error($"TYPE is {value.Text}.", "OP, TSP and ATSP are read here.");
                type = value.Text;
                break;
            case "DIMENSION":
                (count, dimension) = (value.Integer("DIMENSION", 1, OrienteeringReader.MaxNodes), value);
                break;
            case "COST_LIMIT":
                limit = value.Number("COST_LIMIT", 0);
                break;
            case "EDGE_WEIGHT_TYPE":
                kind = value;
                break;
            case "EDGE_WEIGHT_FORMAT":
                format = value;
                break;
            default:
                if (!Ignored.Contains(key.Text))
                    throw key.Error($"{key.Text} is no keyword known here.", "Leave it away, if the instance means the same without it.");
                break;
        }
    }

    private bool Section(InstanceToken key)
    {
        if (count == 0)
            throw key.Error($"{key.Text} comes before DIMENSION.", "Write DIMENSION first.");
        if (key.Text is not ("NODE_COORD_SECTION" or "DISPLAY_DATA_SECTION" or "NODE_SCORE_SECTION" or "EDGE_WEIGHT_SECTION"
            or "DEPOT_SECTION"))
            throw key.Error($"{key.Text} is no section known here.", "Sections: NODE_COORD, EDGE_WEIGHT, NODE_SCORE, DEPOT.");
        var section = new TspLibSection(key, words, count, dimension);
        switch (key.Text)
        {
            case "NODE_COORD_SECTION":
                (coordinates, coordinatesAt) = (new double[count][], key);
                section.Nodes((node, line) => coordinates[node] = Coordinates(key, line));
                break;
            case "NODE_SCORE_SECTION":
                scores = new double[count];
                section.Nodes(
                    (node, line) => scores[node] = line.Count == 2
                        ? line[1].Number("The score", 0)
                        : throw Wrong(key, line, "a node and its score"));
                break;
            case "EDGE_WEIGHT_SECTION":
                cost = section.Weights(format);
                break;
            case "DEPOT_SECTION":
                foreach (var (node, at) in section.Depots())
                    depot = depot < 0 || depot == node ? node : throw at.Error("There is more than one depot.", "One depot, then -1.");
                break;
        }

        return true;
    }

    private static double[] Coordinates(InstanceToken key, IReadOnlyList<InstanceToken> line) => line.Count is 3 or 4
        ? [.. line.Skip(1).Select((value, i) => value.Number(i == 0 ? "x" : i == 1 ? "y" : "z"))]
        : throw Wrong(key, line, "a node and its two or three coordinates");

    private static InstanceException Wrong(InstanceToken key, IReadOnlyList<InstanceToken> line, string wanted) =>
        line[^1].Error(
            $"A line of {key.Text} takes {wanted}; here are {line.Count - 1} numbers behind the node.", "Write one line a node.");

    private OrienteeringProblem Build()
    {
        if (count == 0)
            throw new InstanceException(words.LastLine, 1, "DIMENSION is missing.", "Is this an OPLib or TSPLIB file?");
        if (kind.Text is null)
        {
            throw new InstanceException(
                words.LastLine, 1, "EDGE_WEIGHT_TYPE is missing.", "Write \"EDGE_WEIGHT_TYPE : EUC_2D\", or what holds.");
        }

        var isExplicit = kind.Text == "EXPLICIT";
        var weights = isExplicit ? cost : FromCoordinates();
        if (weights is null)
        {
            throw kind.Error(
                $"EDGE_WEIGHT_TYPE is {kind.Text}, but {(isExplicit ? "EDGE_WEIGHT_SECTION" : "NODE_COORD_SECTION")} is missing.",
                "Add it.");
        }

        var start = Math.Max(0, depot);
        return new OrienteeringProblem(name, weights, scores ?? [.. Enumerable.Repeat(1.0, count)], start, start, limit)
        {
            MayPass = isExplicit && type != "OP",
            Names = [.. Enumerable.Range(1, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            // A map is flat, and so is what a rover drives on.
            Positions = coordinates is not null && coordinates.All(at => at!.Length == 2)
                ? [.. coordinates.Select(at => (at![0], at[1]))]
                : [],
        };
    }

    private double[]? FromCoordinates()
    {
        if (!TspLibDistance.Functions.TryGetValue(kind.Text, out var distance))
        {
            throw kind.Error(
                $"EDGE_WEIGHT_TYPE {kind.Text} is not read here.", $"Known: EXPLICIT, {string.Join(", ", TspLibDistance.Functions.Keys)}.");
        }

        if (coordinates is null)
            return null;
        var wanted = kind.Text.EndsWith("_3D", StringComparison.Ordinal) ? 3 : 2;
        var wrong = Array.FindIndex(coordinates, at => at!.Length != wanted);
        if (wrong >= 0)
        {
            throw coordinatesAt.Error(
                $"EDGE_WEIGHT_TYPE is {kind.Text} (line {kind.Line}), which takes {wanted} coordinates; node {wrong + 1} has "
                + $"{coordinates[wrong]!.Length}.",
                wanted == 2 ? "Write EUC_3D, if three are meant." : "Write EUC_2D, if two are meant.");
        }

        var weights = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
                weights[(i * count) + j] = i == j ? 0 : distance(coordinates[i]!, coordinates[j]!);
        }

        return weights;
    }
}
