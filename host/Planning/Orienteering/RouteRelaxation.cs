using System.Numerics;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// How much one route can collect at most from any place with any budget left: routes that may come back to a node once it left their
/// memory of near nodes (ng-routes; Baldacci, Mingozzi, Roberti: New route relaxation and pricing strategies for the vehicle routing
/// problem, Operations Research 2011), costs rounded down to a grid, every node's score less its price. All of it errs upwards, so it
/// bounds every real route. Memory: 8 n 2^memory (steps + 1) bytes.
/// </summary>
internal sealed class RouteRelaxation
{
    private readonly OrienteeringProblem problem;
    private readonly int[] nodes;
    private readonly int memory;
    private readonly int steps;
    private readonly double step;
    private readonly int[][] near;       // of each node, the nodes that a route remembers there
    private readonly ulong[] nearMask;
    private readonly int[] cost;         // n x n, steps
    private readonly int[] toEnd;
    private readonly int[] fromStart;
    private readonly double[] value;     // node, memory set, steps left: most reduced score after the node
    private readonly int[] carry;        // from node, to node, bit of from's memory: its bit in to's memory + 1, 0: forgotten
    private double[] reduced = [];

    /// <param name="nodes">Those that count; their places in this array are the node numbers here, at most 62.</param>
    /// <param name="memory">Near nodes that a route remembers at each node, 1 to 12.</param>
    /// <param name="steps">Grid of the budget, 10 or more.</param>
    public RouteRelaxation(OrienteeringProblem problem, int[] nodes, int memory, int steps)
    {
        (this.problem, this.nodes, this.memory, this.steps) = (problem, nodes, Math.Min(memory, Math.Max(1, nodes.Length - 1)), steps);
        var n = nodes.Length;
        step = Math.Max(1e-12, problem.Limit / steps);
        cost = new int[n * n];
        toEnd = new int[n];
        fromStart = new int[n];
        near = new int[n][];
        nearMask = new ulong[n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                cost[(i * n) + j] = Steps(problem.Between(nodes[i], nodes[j]));
            toEnd[i] = Steps(problem.Between(nodes[i], problem.End));
            fromStart[i] = Steps(problem.Between(problem.Start, nodes[i]));
            var own = i;
            near[i] = [.. Enumerable
                    .Range(0, n)
                    .Where(j => j != own)
                    .OrderBy(j => problem.Between(nodes[own], nodes[j]) + problem.Between(nodes[j], nodes[own])).Take(this.memory)];
            nearMask[i] = near[i].Aggregate(0UL, (mask, j) => mask | (1UL << j));
        }

        carry = new int[n * n * this.memory];
        for (var from = 0; from < n; from++)
        {
            for (var to = 0; to < n; to++)
            {
                for (var k = 0; k < near[from].Length; k++)
                    carry[(((from * n) + to) * this.memory) + k] = Array.IndexOf(near[to], near[from][k]) + 1;
            }
        }

        value = new double[n * Sets * (steps + 1)];
    }

    private int Sets => 1 << memory;

    /// <summary>Fills the table for these prices, one a node; returns the most that one route collects at reduced scores, 0 or
    /// more.</summary>
    /// <param name="visits">How often the best route passes each node.</param>
    /// <param name="isOver">Asked now and then; true: infinite is the answer.</param>
    public double Evaluate(double[] prices, int[] visits, Func<bool> isOver)
    {
        var n = nodes.Length;
        reduced = [.. nodes.Select((node, i) => problem.Score[node] - prices[i])];
        Array.Fill(value, double.NegativeInfinity);
        for (var v = 0; v < n; v++)
        {
            if (toEnd[v] <= steps)
                value[At(v, 0, toEnd[v])] = 0;
        }

        for (var b = 0; b <= steps; b++)
        {
            Carry(b);
            // Edges shorter than a grid step lead back into the same column: again until nothing changes. No route has more of them than
            // nodes, while one that has forgotten where it was could go round among near nodes for ever.
            for (var pass = 0; pass <= n && Spread(b); pass++)
            {
                if (isOver())
                    return double.PositiveInfinity;
            }
        }

        return Trace(visits);
    }

    /// <summary>Most reduced score after a node with so much cost left, visited nodes kept away from as far as the memory
    /// reaches.</summary>
    public double From(int node, ulong visited, double left)
    {
        var b = (int)Math.Min(steps, Math.Floor((left + 1e-9) / step));
        var forbidden = 0;
        for (var k = 0; k < near[node].Length; k++)
            forbidden |= (visited & (1UL << near[node][k])) != 0 ? 1 << k : 0;
        var best = double.NegativeInfinity;
        for (var set = 0; set < Sets; set++)
        {
            if ((set & forbidden) == 0)
                best = Math.Max(best, value[At(node, set, b)]);
        }

        return best;
    }

    private int At(int node, int set, int b) => (((node * Sets) + set) * (steps + 1)) + b;

    private int Steps(double length) => double.IsFinite(length) ? (int)Math.Min(steps + 1, Math.Floor((length / step) + 1e-9)) : steps + 1;

    // More budget never hurts.
    private void Carry(int b)
    {
        if (b == 0)
            return;
        for (var at = b; at < value.Length; at += steps + 1)
            value[at] = Math.Max(value[at], value[at - 1]);
    }

    private bool Spread(int b)
    {
        var n = nodes.Length;
        var again = false;
        for (var w = 0; w < n; w++)
        {
            for (var set = 0; set < Sets; set++)
            {
                var at = At(w, set, b);
                var here = value[at];
                if (double.IsNegativeInfinity(here) || (b > 0 && value[at - 1] >= here) || IsDominated(w, set, b, here))
                    continue;
                var collected = here + reduced[w];
                var remembered = Remembered(w, set);
                for (var v = 0; v < n; v++)
                {
                    var next = b + cost[(v * n) + w];
                    if (v == w || next > steps || (remembered & (1UL << v)) != 0)
                        continue;
                    var target = At(v, Extend(w, set, v), next);
                    if (collected <= value[target])
                        continue;
                    value[target] = collected;
                    again |= next == b;
                }
            }
        }

        return again;
    }

    /// <summary>A suffix that is as good and remembers less may go wherever this one may.</summary>
    private bool IsDominated(int node, int set, int b, double here)
    {
        for (var rest = set; rest != 0; rest &= rest - 1)
        {
            if (value[At(node, set & ~(rest & -rest), b)] >= here)
                return true;
        }

        return false;
    }

    private ulong Remembered(int node, int set)
    {
        var mask = 0UL;
        for (var rest = set; rest != 0; rest &= rest - 1)
            mask |= 1UL << near[node][BitOperations.TrailingZeroCount(rest)];
        return mask;
    }

    /// <summary>Memory at <paramref name="to"/> of the suffix that begins at <paramref name="from"/>.</summary>
    private int Extend(int from, int set, int to)
    {
        var result = 0;
        var at = ((from * nodes.Length) + to) * memory;
        for (var rest = set; rest != 0; rest &= rest - 1)
        {
            var bit = carry[at + BitOperations.TrailingZeroCount(rest)];
            result |= bit == 0 ? 0 : 1 << (bit - 1);
        }

        var own = Array.IndexOf(near[to], from);
        return own < 0 ? result : result | (1 << own);
    }

    /// <summary>The best route once more, from the table alone.</summary>
    private double Trace(int[] visits)
    {
        var n = nodes.Length;
        Array.Clear(visits);
        var (best, node, set, b) = (0.0, -1, 0, 0);
        for (var v = 0; v < n; v++)
        {
            var left = steps - fromStart[v];
            for (var s = 0; left >= 0 && s < Sets; s++)
            {
                var total = value[At(v, s, left)] + reduced[v];
                if (total > best)
                    (best, node, set, b) = (total, v, s, left);
            }
        }

        for (var length = 0; node >= 0 && length <= 2 * steps; length++)
        {
            visits[node]++;
            (node, set, b) = Before(node, set, b);
        }

        return best;
    }

    private (int Node, int Set, int Left) Before(int node, int set, int b)
    {
        var n = nodes.Length;
        var here = value[At(node, set, b)];
        while (b > 0 && value[At(node, set, b - 1)] >= here)
            b--;
        for (var w = 0; w < n; w++)
        {
            var left = b - cost[(node * n) + w];
            if (w == node || left < 0)
                continue;
            for (var s = 0; s < Sets; s++)
            {
                if ((Remembered(w, s) & (1UL << node)) == 0 && Extend(w, s, node) == set && value[At(w, s, left)] + reduced[w] == here)
                    return (w, s, left);
            }
        }

        return (-1, 0, 0);
    }
}
