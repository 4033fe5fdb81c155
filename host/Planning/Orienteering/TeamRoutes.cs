using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>A team's routes while they are being changed. Always within the limit. Memory: 12 m n + 8 n^2 bytes.</summary>
internal sealed class TeamRoutes
{
    private readonly OrienteeringProblem problem;
    private readonly double[] between;
    private readonly double[] towards; // transposed: what leads to a node in one row
    private readonly double[][] edges; // route, position: the cost of the edge into it
    private readonly int count;

    /// <param name="like">Shares what depends on the problem only.</param>
    public TeamRoutes(OrienteeringProblem problem, TeamRoutes? like = null)
    {
        this.problem = problem;
        (between, count) = (problem.Cost, problem.Count);
        towards = like?.towards ?? Transposed(problem);
        edges = new double[problem.Agents][];
        Nodes = new int[problem.Agents][];
        Length = new int[problem.Agents];
        Cost = new double[problem.Agents];
        RouteOf = new int[count];
        Array.Fill(RouteOf, -1);
        for (var r = 0; r < Nodes.Length; r++)
        {
            Nodes[r] = new int[count + 1];
            (Nodes[r][0], Nodes[r][1], Length[r]) = (problem.Start, problem.End, 2);
            Cost[r] = problem.Between(problem.Start, problem.End);
            edges[r] = new double[count + 1];
            edges[r][1] = Cost[r];
        }

        Score = problem.FixedScore;
    }

    /// <summary>Route by route, the first <see cref="Length"/> entries.</summary>
    public int[][] Nodes { get; }

    public int[] Length { get; }

    public double[] Cost { get; }

    /// <summary>Route of each node, -1: on none (start and end as well).</summary>
    public int[] RouteOf { get; }

    public double Score { get; private set; }

    public double TotalCost => Cost.Sum();

    public int Visited
    {
        get
        {
            var visited = 0;
            foreach (var length in Length)
                visited += length - 2;
            return visited;
        }
    }

    public void CopyFrom(TeamRoutes other)
    {
        for (var r = 0; r < Nodes.Length; r++)
        {
            Array.Copy(other.Nodes[r], Nodes[r], other.Length[r]);
            Array.Copy(other.edges[r], edges[r], other.Length[r]);
        }

        Array.Copy(other.Length, Length, Length.Length);
        Array.Copy(other.Cost, Cost, Cost.Length);
        Array.Copy(other.RouteOf, RouteOf, count);
        Score = other.Score;
    }

    public int PositionOf(int node) => Array.IndexOf(Nodes[RouteOf[node]], node, 0, Length[RouteOf[node]]);

    public void InsertAt(int route, int position, int node, double extra)
    {
        var nodes = Nodes[route];
        Array.Copy(nodes, position, nodes, position + 1, Length[route] - position);
        nodes[position] = node;
        Array.Copy(edges[route], position, edges[route], position + 1, Length[route] - position);
        edges[route][position] = D(nodes[position - 1], node);
        edges[route][position + 1] = D(node, nodes[position + 1]);
        Length[route]++;
        Cost[route] += extra;
        RouteOf[node] = route;
        Score += problem.Score[node];
    }

    /// <summary>Takes a stretch out of a route.</summary>
    public void RemoveRange(int route, int position, int length)
    {
        var nodes = Nodes[route];
        for (var i = position; i < position + length; i++)
        {
            RouteOf[nodes[i]] = -1;
            Score -= problem.Score[nodes[i]];
        }

        Array.Copy(nodes, position + length, nodes, position, Length[route] - position - length);
        Array.Copy(edges[route], position + length, edges[route], position, Length[route] - position - length);
        Length[route] -= length;
        edges[route][position] = D(nodes[position - 1], nodes[position]);
        // Summed anew: differences would drift over thousands of changes.
        Cost[route] = Sum(route);
    }

    /// <summary>What the cheapest place for a node costs; the place is negative where none fits.</summary>
    public (int Route, int Position, double Extra) Cheapest(int node, double blink, Linalg.Xoshiro256 random)
    {
        var (bestRoute, bestPosition, bestExtra) = (-1, -1, double.PositiveInfinity);
        var after = between.AsSpan(node * count, count);
        var before = towards.AsSpan(node * count, count);
        for (var r = 0; r < Nodes.Length; r++)
        {
            var nodes = Nodes[r].AsSpan(0, Length[r]);
            var edge = edges[r].AsSpan(0, nodes.Length);
            var left = Math.Min(problem.Limit - Cost[r] + 1e-9, bestExtra);
            var reach = before[nodes[0]];
            for (var p = 1; p < nodes.Length; p++)
            {
                var to = nodes[p];
                var extra = reach + after[to] - edge[p];
                reach = before[to];
                if (!(extra < left) || (blink > 0 && random.NextDouble() < blink))
                    continue;
                (bestRoute, bestPosition, bestExtra, left) = (r, p, extra, extra);
            }
        }

        return (bestRoute, bestPosition, bestExtra);
    }

    /// <summary>Reverses a stretch, or moves up to three nodes (either way round), as long as that shortens a route.</summary>
    public bool Shorten(int route)
    {
        var any = false;
        while (TwoOpt(route) | OrOpt(route))
            any = true;
        if (!any)
            return false;
        for (var i = 1; i < Length[route]; i++)
            edges[route][i] = D(Nodes[route][i - 1], Nodes[route][i]);
        Cost[route] = Sum(route);
        return true;
    }

    public int[][] ToArrays() => [.. Nodes.Select((nodes, r) => nodes[..Length[r]])];

    private double D(int from, int to) => between[(from * count) + to];

    private double Sum(int route)
    {
        var sum = 0.0;
        for (var i = 1; i < Length[route]; i++)
            sum += edges[route][i];
        return sum;
    }

    private static double[] Transposed(OrienteeringProblem problem)
    {
        var transposed = new double[problem.Cost.Length];
        for (var i = 0; i < problem.Count; i++)
        {
            for (var j = 0; j < problem.Count; j++)
                transposed[(j * problem.Count) + i] = problem.Cost[(i * problem.Count) + j];
        }

        return transposed;
    }

    private bool TwoOpt(int route)
    {
        var nodes = Nodes[route];
        var length = Length[route];
        var any = false;
        for (var i = 1; i < length - 2; i++)
        {
            // What reversing i..k changes inside the stretch; nothing where costs are the same both ways.
            var inside = 0.0;
            for (var k = i + 1; k < length - 1; k++)
            {
                inside += D(nodes[k], nodes[k - 1]) - D(nodes[k - 1], nodes[k]);
                var change = D(nodes[i - 1], nodes[k]) + D(nodes[i], nodes[k + 1]) - D(nodes[i - 1], nodes[i]) - D(nodes[k], nodes[k + 1]) + inside;
                if (!(change < -1e-9))
                    continue;
                Array.Reverse(nodes, i, k - i + 1);
                any = true;
                inside = 0;
                for (var j = i + 1; j <= k; j++)
                    inside += D(nodes[j], nodes[j - 1]) - D(nodes[j - 1], nodes[j]);
            }
        }

        return any;
    }

    private bool OrOpt(int route)
    {
        var nodes = Nodes[route];
        var length = Length[route];
        var any = false;
        Span<int> moved = stackalloc int[3];
        for (var size = 1; size <= 3; size++)
        {
            for (var i = 1; i + size < length; i++)
            {
                var (before, first, last, after) = (nodes[i - 1], nodes[i], nodes[i + size - 1], nodes[i + size]);
                var saved = D(before, first) + D(last, after) - D(before, after);
                var back = Backwards(nodes, i, size);
                var (best, bestAt, reversed) = (-1e-9, -1, false);
                for (var p = 1; p < length; p++)
                {
                    if (p >= i && p <= i + size)
                        continue;
                    var gap = D(nodes[p - 1], nodes[p]);
                    var forward = D(nodes[p - 1], first) + D(last, nodes[p]) - gap - saved;
                    var backward = D(nodes[p - 1], last) + D(first, nodes[p]) - gap - saved + back;
                    if (forward < best)
                        (best, bestAt, reversed) = (forward, p, false);
                    if (backward < best)
                        (best, bestAt, reversed) = (backward, p, true);
                }

                if (bestAt < 0)
                    continue;
                nodes.AsSpan(i, size).CopyTo(moved);
                if (reversed)
                    moved[..size].Reverse();
                if (bestAt > i)
                {
                    Array.Copy(nodes, i + size, nodes, i, bestAt - i - size);
                    moved[..size].CopyTo(nodes.AsSpan(bestAt - size));
                }
                else
                {
                    Array.Copy(nodes, bestAt, nodes, bestAt + size, i - bestAt);
                    moved[..size].CopyTo(nodes.AsSpan(bestAt));
                }

                any = true;
            }
        }

        return any;
    }

    private double Backwards(int[] nodes, int at, int size)
    {
        var change = 0.0;
        for (var k = at + 1; k < at + size; k++)
            change += D(nodes[k], nodes[k - 1]) - D(nodes[k - 1], nodes[k]);
        return change;
    }
}
