namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// A team's routes while they are being changed, in the numbers of a <see cref="RouteMatrix"/>. Flat arrays; nothing is allocated after
/// construction. Memory: 4 m n + 8 n bytes.
/// </summary>
internal sealed class TeamRoutes
{
    private readonly RouteMatrix matrix;
    private readonly double[] between;
    private readonly int stride;

    public TeamRoutes(RouteMatrix matrix)
    {
        this.matrix = matrix;
        (between, stride, Limit) = (matrix.Cost, matrix.Stride, matrix.Problem.Limit);
        // More agents than nodes have nothing to do.
        Count = Math.Max(1, Math.Min(matrix.Problem.Agents, matrix.Count));
        Nodes = new int[Count * stride];
        Length = new int[Count];
        Cost = new double[Count];
        RouteOf = new int[matrix.Count];
        Position = new int[matrix.Count];
        Clear();
    }

    /// <summary>Routes.</summary>
    public int Count { get; }

    /// <summary>Route r from r * (n + 2) on: start, nodes, end.</summary>
    public int[] Nodes { get; }

    /// <summary>Of each route, start and end included.</summary>
    public int[] Length { get; }

    public double[] Cost { get; }

    /// <summary>Route of each node, -1: on none.</summary>
    public int[] RouteOf { get; }

    /// <summary>The problem's, or a larger one while routes may be too long.</summary>
    public double Limit { get; set; }

    /// <summary>Of each node on a route: where in it.</summary>
    public int[] Position { get; }

    /// <summary>Without that of start and end.</summary>
    public double Score { get; private set; }

    public int Visited { get; private set; }

    public double TotalCost
    {
        get
        {
            var sum = 0.0;
            foreach (var cost in Cost)
                sum += cost;
            return sum;
        }
    }

    /// <summary>Every route goes from start to end directly.</summary>
    public void Clear()
    {
        for (var r = 0; r < Count; r++)
        {
            (Nodes[r * stride], Nodes[(r * stride) + 1], Length[r]) = (matrix.Start, matrix.End, 2);
            Cost[r] = D(matrix.Start, matrix.End);
        }

        Array.Fill(RouteOf, -1);
        (Score, Visited) = (0, 0);
    }

    public void CopyFrom(TeamRoutes other)
    {
        for (var r = 0; r < Count; r++)
            Array.Copy(other.Nodes, r * stride, Nodes, r * stride, other.Length[r]);
        Array.Copy(other.Length, Length, Count);
        Array.Copy(other.Cost, Cost, Count);
        Array.Copy(other.RouteOf, RouteOf, RouteOf.Length);
        Array.Copy(other.Position, Position, Position.Length);
        (Score, Visited) = (other.Score, other.Visited);
    }

    /// <summary>By <see cref="Limit"/>, which may be larger than the problem's.</summary>
    public bool IsWithinLimit() => IsWithin(Limit);

    public bool IsWithin(double most)
    {
        foreach (var cost in Cost)
        {
            if (!(cost <= most + 1e-9))
                return false;
        }

        return true;
    }

    /// <summary>Where in <see cref="Nodes"/>; negative: on no route.</summary>
    public int PlaceOf(int node) => RouteOf[node] < 0 ? -1 : (RouteOf[node] * stride) + Position[node];

    /// <summary>More score, or as much for less cost.</summary>
    public bool IsBetterThan(TeamRoutes other) =>
        Score > other.Score + 1e-9 || (Score > other.Score - 1e-9 && TotalCost < other.TotalCost - 1e-9);

    public void InsertAt(int route, int position, int node, double extra)
    {
        var nodes = Nodes.AsSpan(route * stride, Length[route] + 1);
        for (var i = nodes.Length - 1; i > position; i--)
        {
            var moved = nodes[i - 1];
            nodes[i] = moved;
            if (moved < Position.Length)
                Position[moved] = i;
        }

        nodes[position] = node;
        Position[node] = position;
        RouteOf[node] = route;
        Length[route]++;
        Cost[route] += extra;
        Score += matrix.Score[node];
        Visited++;
    }

    /// <summary>Takes a stretch out of a route.</summary>
    public void RemoveRange(int route, int position, int length)
    {
        var nodes = Nodes.AsSpan(route * stride, Length[route]);
        var change = D(nodes[position - 1], nodes[position + length]) - D(nodes[position + length - 1], nodes[position + length]);
        for (var i = position; i < position + length; i++)
        {
            change -= D(nodes[i - 1], nodes[i]);
            RouteOf[nodes[i]] = -1;
            Score -= matrix.Score[nodes[i]];
        }

        for (var i = position + length; i < nodes.Length; i++)
        {
            var moved = nodes[i];
            nodes[i - length] = moved;
            if (moved < Position.Length)
                Position[moved] = i - length;
        }

        Length[route] -= length;
        Visited -= length;
        Cost[route] += change;
    }

    /// <summary>Costs and score anew: differences drift over many changes.</summary>
    public void Resum()
    {
        Score = 0;
        for (var r = 0; r < Count; r++)
        {
            Cost[r] = 0;
            var nodes = Nodes.AsSpan(r * stride, Length[r]);
            for (var i = 1; i < nodes.Length; i++)
            {
                Cost[r] += D(nodes[i - 1], nodes[i]);
                if (i < nodes.Length - 1)
                    Score += matrix.Score[nodes[i]];
            }
        }
    }

    /// <summary>
    /// The cheapest place for a node beside one of its nearest neighbours, or at the ends of the routes; the route is negative where none
    /// fits.
    /// </summary>
    /// <param name="width">Neighbours on routes to look at.</param>
    public (int Route, int Position, double Extra) Cheapest(int node, int width)
    {
        var (bestRoute, bestPosition, bestExtra) = (-1, -1, double.PositiveInfinity);
        var from = node * stride;
        var wanted = width;
        foreach (var near in matrix.NearOf(node))
        {
            var r = RouteOf[near];
            if (r < 0)
                continue;
            var p = Position[near];
            var at = (r * stride) + p;
            var (before, after) = (Nodes[at - 1], Nodes[at + 1]);
            var into = between[(near * stride) + node];
            var outOf = between[from + near];
            var left = Math.Min(Limit + 1e-9 - Cost[r], bestExtra);
            var extra = between[(before * stride) + node] + outOf - between[(before * stride) + near];
            if (extra < left)
                (bestRoute, bestPosition, bestExtra, left) = (r, p, extra, extra);
            extra = into + between[from + after] - between[(near * stride) + after];
            if (extra < left)
                (bestRoute, bestPosition, bestExtra) = (r, p + 1, extra);
            if (--width == 0)
                break;
        }

        var (fromStart, toEnd) = (between[(matrix.Start * stride) + node], between[from + matrix.End]);
        if (width == wanted && Visited > 0)
            return CheapestAnywhere(node);
        var emptySeen = false;
        for (var r = 0; r < Count; r++)
        {
            var length = Length[r];
            // Empty routes are alike.
            if (length == 2 && emptySeen)
                continue;
            emptySeen |= length == 2;
            var left = Math.Min(Limit + 1e-9 - Cost[r], bestExtra);
            var first = Nodes[(r * stride) + 1];
            var extra = fromStart + between[from + first] - between[(matrix.Start * stride) + first];
            if (extra < left)
                (bestRoute, bestPosition, bestExtra, left) = (r, 1, extra, extra);
            if (length == 2)
                continue;
            var last = Nodes[(r * stride) + length - 2];
            extra = between[(last * stride) + node] + toEnd - between[(last * stride) + matrix.End];
            if (extra < left)
                (bestRoute, bestPosition, bestExtra) = (r, length - 1, extra);
        }

        return (bestRoute, bestPosition, bestExtra);
    }

    private (int Route, int Position, double Extra) CheapestAnywhere(int node)
    {
        var (bestRoute, bestPosition, bestExtra) = (-1, -1, double.PositiveInfinity);
        var outOf = between.AsSpan(node * stride, stride);
        for (var r = 0; r < Count; r++)
        {
            var left = Math.Min(Limit + 1e-9 - Cost[r], bestExtra);
            var nodes = Nodes.AsSpan(r * stride, Length[r]);
            for (var p = 1; p < nodes.Length; p++)
            {
                var extra = between[(nodes[p - 1] * stride) + node] + outOf[nodes[p]] - between[(nodes[p - 1] * stride) + nodes[p]];
                if (extra < left)
                    (bestRoute, bestPosition, bestExtra, left) = (r, p, extra, extra);
            }
        }

        return (bestRoute, bestPosition, bestExtra);
    }

    /// <summary>In the problem's own numbers, one route an agent.</summary>
    public int[][] ToArrays()
    {
        int[] stays = [matrix.Problem.Start, matrix.Problem.End];
        int[] Route(int r) => [.. Nodes.Skip(r * stride).Take(Length[r]).Select(node => matrix.Node[node])];
        return [.. Enumerable.Range(0, matrix.Problem.Agents).Select(r => r < Count ? Route(r) : stays)];
    }

    private double D(int from, int to) => between[(from * stride) + to];
}
