namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// 2-opt, Or-opt (up to three nodes, either way round, within a route or into another that has room) and Or-3opt among near neighbours,
/// from a list of nodes around which something changed. Without symmetry a reversal pays for every edge that it turns, so only short
/// stretches are turned. Memory: 5 n bytes.
/// </summary>
internal sealed class RouteShortener
{
    private const int Width = 10;
    private const int LongestTurn = 30; // of an asymmetric stretch
    private const int LongestExchanged = 50;
    private const int NodesBetweenChecks = 256;

    private readonly RouteMatrix matrix;
    private readonly double[] between;
    private readonly int stride;
    private readonly int[] queue; // ring
    private readonly bool[] queued;
    private int head;
    private int waiting;
    private TeamRoutes routes = null!;

    public RouteShortener(RouteMatrix matrix)
    {
        this.matrix = matrix;
        (between, stride) = (matrix.Cost, matrix.Stride);
        queue = new int[Math.Max(1, matrix.Count)];
        queued = new bool[Math.Max(1, matrix.Count)];
    }

    /// <summary>No time left: what waits is let be. Asked now and then, as the first routes of thousands of nodes take seconds.</summary>
    public Func<bool> IsOver { get; set; } = () => false;

    /// <summary>A node whose surroundings changed; start and end are ignored.</summary>
    public void Add(int node)
    {
        if (node >= matrix.Count || queued[node])
            return;
        queued[node] = true;
        var at = head + waiting++;
        queue[at < queue.Length ? at : at - queue.Length] = node;
    }

    /// <summary>Empties the list. True: something got shorter.</summary>
    public bool Run(TeamRoutes changed)
    {
        routes = changed;
        var any = false;
        for (var done = 1; waiting > 0; done++)
        {
            if (done % NodesBetweenChecks == 0 && IsOver())
            {
                Clear();
                return any;
            }

            var node = queue[head];
            head = head + 1 < queue.Length ? head + 1 : 0;
            waiting--;
            queued[node] = false;
            while (routes.RouteOf[node] >= 0 && (Turn(node) || Move(node) || Exchange(node)))
                any = true;
        }

        return any;
    }

    private void Clear()
    {
        Array.Clear(queued);
        waiting = 0;
    }

    private double D(int from, int to) => between[(from * stride) + to];

    /// <summary>2-opt: an edge of the node is exchanged for one to a near neighbour.</summary>
    private bool Turn(int node)
    {
        var r = routes.RouteOf[node];
        var nodes = routes.Nodes.AsSpan(r * stride, routes.Length[r]);
        var i = routes.Position[node];
        var (next, before) = (nodes[i + 1], nodes[i - 1]);
        var (toNext, toBefore) = (D(node, next), D(before, node));
        var most = matrix.IsSymmetric ? Math.Max(toNext, toBefore) : double.PositiveInfinity;
        var near = matrix.NearOf(node);
        for (var k = -2; k < Math.Min(Width, near.Length); k++)
        {
            var other = k == -2 ? matrix.Start : k == -1 ? matrix.End : near[k];
            var edge = D(node, other);
            if (edge >= most)
            {
                if (k < 0)
                    continue;
                break;
            }

            int j;
            if (k == -2)
                j = 0;
            else if (k == -1)
                j = nodes.Length - 1;
            else if (routes.RouteOf[other] == r)
                j = routes.Position[other];
            else
                continue;
            if (k != -1 && TryTurn(nodes, r, Math.Min(i, j) + 1, Math.Max(i, j)))
                return true;
            if (k != -2 && TryTurn(nodes, r, Math.Min(i, j), Math.Max(i, j) - 1))
                return true;
        }

        return false;
    }

    private bool TryTurn(Span<int> nodes, int r, int first, int last)
    {
        if (first >= last || first < 1 || last > nodes.Length - 2)
            return false;
        var (before, from, to, after) = (nodes[first - 1], nodes[first], nodes[last], nodes[last + 1]);
        var change = D(before, to) + D(from, after) - D(before, from) - D(to, after);
        if (!matrix.IsSymmetric)
        {
            if (last - first > LongestTurn)
                return false;
            change += Inside(nodes, first, last);
        }

        if (!(change < -1e-9))
            return false;
        for (var (a, b) = (first, last); a < b; a++, b--)
        {
            (nodes[a], nodes[b]) = (nodes[b], nodes[a]);
            routes.Position[nodes[a]] = a;
            routes.Position[nodes[b]] = b;
        }

        routes.Cost[r] += change;
        Add(before);
        Add(from);
        Add(to);
        Add(after);
        return true;
    }

    /// <summary>What the edges inside a stretch cost more backwards.</summary>
    private double Inside(Span<int> nodes, int first, int last)
    {
        var more = 0.0;
        for (var k = first + 1; k <= last; k++)
            more += D(nodes[k], nodes[k - 1]) - D(nodes[k - 1], nodes[k]);
        return more;
    }

    /// <summary>
    /// Or-3opt: two neighbouring stretches change places, neither turned; the first begins after the node, the second at a near neighbour.
    /// </summary>
    private bool Exchange(int node)
    {
        var r = routes.RouteOf[node];
        var nodes = routes.Nodes.AsSpan(r * stride, routes.Length[r]);
        var i = routes.Position[node];
        var first = nodes[i + 1];
        var toNext = D(node, first);
        foreach (var other in matrix.NearOf(node)[..Math.Min(Width, matrix.NearCount)])
        {
            if (matrix.IsSymmetric && D(node, other) >= toNext)
                break;
            var j = routes.RouteOf[other] == r ? routes.Position[other] : 0;
            if (j < i + 2 || j - i > LongestExchanged)
                continue;
            var last = nodes[j - 1];
            var saved = toNext + D(last, other) - D(node, other);
            var (best, bestAt) = (-1e-9, -1);
            for (var k = j; k < Math.Min(j + LongestExchanged, nodes.Length - 1); k++)
            {
                var change = D(nodes[k], first) + D(last, nodes[k + 1]) - D(nodes[k], nodes[k + 1]) - saved;
                if (change < best)
                    (best, bestAt) = (change, k);
            }

            if (bestAt < 0)
                continue;
            Add(node);
            Add(first);
            Add(last);
            Add(other);
            Add(nodes[bestAt]);
            Add(nodes[bestAt + 1]);
            // Turned apart and together: the two have changed places.
            nodes[(i + 1)..j].Reverse();
            nodes[j..(bestAt + 1)].Reverse();
            nodes[(i + 1)..(bestAt + 1)].Reverse();
            for (var k = i + 1; k <= bestAt; k++)
                routes.Position[nodes[k]] = k;
            routes.Cost[r] += best;
            return true;
        }

        return false;
    }

    /// <summary>Or-opt: one to three nodes that begin or end with this one go beside one of its near neighbours.</summary>
    private bool Move(int node)
    {
        var r = routes.RouteOf[node];
        var nodes = routes.Nodes.AsSpan(r * stride, routes.Length[r]);
        var i = routes.Position[node];
        for (var size = 1; size <= 3; size++)
        {
            if (i + size < nodes.Length && TryMove(node, nodes, r, i, i + size - 1))
                return true;
            if (size > 1 && i - size >= 0 && TryMove(node, nodes, r, i - size + 1, i))
                return true;
        }

        return false;
    }

    private bool TryMove(int node, Span<int> nodes, int r, int first, int last)
    {
        var (before, from, to, after) = (nodes[first - 1], nodes[first], nodes[last], nodes[last + 1]);
        var saved = D(before, from) + D(to, after) - D(before, after);
        if (!(saved > 1e-9))
            return false;
        var turned = matrix.IsSymmetric ? 0 : Inside(nodes, first, last);
        var (best, bestRoute, bestAt, bestTurned) = (-1e-9, -1, -1, false);
        var near = matrix.NearOf(node);
        for (var k = -2; k < Math.Min(Width, near.Length); k++)
        {
            var other = k == -2 ? matrix.Start : k == -1 ? matrix.End : near[k];
            if (matrix.IsSymmetric && D(node, other) >= saved)
            {
                if (k < 0)
                    continue;
                break;
            }

            var route = k < 0 ? r : routes.RouteOf[other];
            if (route < 0)
                continue;
            var at = k == -2 ? 0 : k == -1 ? nodes.Length - 1 : routes.Position[other];
            if (route == r && at >= first && at <= last)
                continue;
            // Into the gap before the neighbour, or after it; a gap is named by the position of the node behind it.
            if (k != -2)
                Weigh(route, at);
            if (k != -1)
                Weigh(route, at + 1);
        }

        if (bestAt < 0)
            return false;
        Apply(r, first, last, bestRoute, bestAt, bestTurned, saved, best);
        return true;

        void Weigh(int route, int gap)
        {
            if (route == r && gap >= first && gap <= last + 1)
                return;
            var into = routes.Nodes;
            var (left, right) = (into[(route * stride) + gap - 1], into[(route * stride) + gap]);
            var gone = D(left, right);
            var room = route == r ? double.PositiveInfinity : routes.Limit + 1e-9 - routes.Cost[route];
            var forward = D(left, from) + D(to, right) - gone;
            var backward = D(left, to) + D(from, right) - gone + turned;
            if (route != r)
            {
                // Its inner edges come along.
                for (var k = first + 1; k <= last; k++)
                    room -= D(routes.Nodes[(r * stride) + k - 1], routes.Nodes[(r * stride) + k]);
            }

            if (forward - saved < best && forward <= room)
                (best, bestRoute, bestAt, bestTurned) = (forward - saved, route, gap, false);
            if (backward - saved < best && backward <= room)
                (best, bestRoute, bestAt, bestTurned) = (backward - saved, route, gap, true);
        }
    }

    private void Apply(int r, int first, int last, int route, int gap, bool turned, double saved, double change)
    {
        Span<int> moved = stackalloc int[3];
        var size = last - first + 1;
        var all = routes.Nodes;
        all.AsSpan((r * stride) + first, size).CopyTo(moved);
        moved = moved[..size];
        var inside = 0.0;
        for (var k = 1; k < size; k++)
            inside += D(moved[k - 1], moved[k]);
        Add(all[(r * stride) + first - 1]);
        Add(all[(r * stride) + last + 1]);
        Add(all[(route * stride) + gap - 1]);
        Add(all[(route * stride) + gap]);
        foreach (var node in moved)
            Add(node);
        if (turned)
            moved.Reverse();
        if (route == r)
        {
            var (low, high) = gap > last ? (first, gap) : (gap, last + 1);
            var nodes = all.AsSpan(r * stride, routes.Length[r]);
            if (gap > last)
            {
                nodes[(last + 1)..gap].CopyTo(nodes[first..]);
                moved.CopyTo(nodes[(gap - size)..]);
            }
            else
            {
                nodes[gap..first].CopyTo(nodes[(gap + size)..]);
                moved.CopyTo(nodes[gap..]);
            }

            for (var k = low; k < high; k++)
                routes.Position[nodes[k]] = k;
            routes.Cost[r] += change;
            return;
        }

        routes.RemoveRange(r, first, size);
        for (var k = 0; k < size; k++)
            routes.InsertAt(route, gap + k, moved[k], 0);
        routes.Cost[route] += change + saved + inside;
    }
}
