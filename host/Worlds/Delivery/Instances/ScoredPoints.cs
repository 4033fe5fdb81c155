namespace MultiAgentEdge.Host.Worlds;

/// <summary>The text formats of scored points, with real Euclidean distances.</summary>
internal static class ScoredPoints
{
    /// <summary>"Tmax P", then "x y score" a point: the start first, the end second.</summary>
    public static OrienteeringProblem ReadTsiligirides(InstanceTokens words, string name)
    {
        var head = words.Line();
        if (head.Count != 2)
        {
            throw head[0].Error(
                $"The first line has {head.Count} numbers.", "It takes two: the limit of a route and the number of routes.");
        }

        var limit = head[0].Number("The limit", 0);
        var agents = head[1].Integer("The number of routes", 1, 1000);
        var points = Points(words);
        return Problem(name, points, 0, 1, limit, agents);
    }

    /// <summary>"n", "m" and "tmax" with a value each, then "x y score" a point: the start first, the end last.</summary>
    public static OrienteeringProblem ReadTeam(InstanceTokens words, string name)
    {
        var count = Value(words, "n").Integer("n", 2, OrienteeringReader.MaxNodes);
        var agents = Value(words, "m").Integer("m", 1, 1000);
        var limit = Value(words, "tmax").Number("tmax", 0);
        var points = Points(words);
        if (points.Count != count)
        {
            throw new InstanceException(
                words.LastLine, 1, $"n is {count}, but there are {points.Count} points.", "Correct n, or add the points that are missing.");
        }

        return Problem(name, points, 0, points.Count - 1, limit, agents);
    }

    private static InstanceToken Value(InstanceTokens words, string key)
    {
        var line = words.AtEnd ? [words.Next(key)] : words.Line();
        if (!line[0].Text.Equals(key, StringComparison.OrdinalIgnoreCase) || line.Count != 2)
            throw line[0].Error($"Here \"{key}\" and its value are expected.", "The file begins with n, m and tmax, one a line.");
        return line[1];
    }

    private static List<(double X, double Y, double Score)> Points(InstanceTokens words)
    {
        var points = new List<(double, double, double)>();
        while (!words.AtEnd)
        {
            var line = words.Line();
            if (line.Count != 3)
                throw line[0].Error($"A point has {line.Count} numbers.", "It takes three: x, y and score.");
            if (points.Count == OrienteeringReader.MaxNodes)
                throw line[0].Error($"There are more than {OrienteeringReader.MaxNodes} points.", "Take fewer.");
            points.Add((line[0].Number("x"), line[1].Number("y"), line[2].Number("The score", 0)));
        }

        return points.Count >= 2
            ? points
            : throw new InstanceException(words.LastLine, 1, $"There are {points.Count} points.", "A start and an end are needed.");
    }

    private static OrienteeringProblem Problem(
        string name, List<(double X, double Y, double Score)> points, int start, int end, double limit, int agents)
    {
        var n = points.Count;
        var cost = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                cost[(i * n) + j] = Math.Sqrt(Math.Pow(points[i].X - points[j].X, 2) + Math.Pow(points[i].Y - points[j].Y, 2));
        }

        return new OrienteeringProblem(name, cost, [.. points.Select(point => point.Score)], start, end, limit, agents)
        {
            Names = [.. Enumerable.Range(1, n).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            Positions = [.. points.Select(point => (point.X, point.Y))],
        };
    }
}
