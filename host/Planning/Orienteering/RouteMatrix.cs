using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// A problem as the heuristic walks it: only the nodes that a route can visit, numbered 0 to n - 1, then the start (n) and the end
/// (n + 1), one flat matrix, and of each node the nearest others. Shared by all searches. Memory: 8 (n + 2)^2 + 4 n near bytes.
/// </summary>
internal sealed class RouteMatrix
{
    private const int MostNear = 40;

    public RouteMatrix(OrienteeringProblem problem, int[] nodes)
    {
        (Problem, Count, Stride) = (problem, nodes.Length, nodes.Length + 2);
        Node = [.. nodes, problem.Start, problem.End];
        Score = [.. nodes.Select(node => problem.Score[node])];
        Cost = new double[Stride * Stride];
        for (var i = 0; i < Stride; i++)
        {
            for (var j = 0; j < Stride; j++)
                Cost[(i * Stride) + j] = problem.Between(Node[i], Node[j]);
        }

        IsSymmetric = Symmetric();
        NearCount = Math.Min(MostNear, Math.Max(0, Count - 1));
        Near = new int[Count * NearCount];
        FindNear();
    }

    public OrienteeringProblem Problem { get; }

    /// <summary>Nodes, without start and end.</summary>
    public int Count { get; }

    public int Stride { get; }

    public int Start => Count;

    public int End => Count + 1;

    /// <summary>n + 2: the problem's own numbers.</summary>
    public int[] Node { get; }

    public double[] Score { get; }

    /// <summary>(n + 2) x (n + 2), row: from.</summary>
    public double[] Cost { get; }

    /// <summary>Reversing a stretch costs nothing by itself.</summary>
    public bool IsSymmetric { get; }

    public int NearCount { get; }

    /// <summary>n x near: the nearest first, by the cheaper of the two directions.</summary>
    public int[] Near { get; }

    /// <summary>Start, node, end.</summary>
    public double Detour(int node) => Cost[(Start * Stride) + node] + Cost[(node * Stride) + End];

    public ReadOnlySpan<int> NearOf(int node) => Near.AsSpan(node * NearCount, NearCount);

    private bool Symmetric()
    {
        for (var i = 0; i < Stride; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (there, back) = (Cost[(i * Stride) + j], Cost[(j * Stride) + i]);
                // Not by the difference: that of two infinite costs is no number.
                if (there != back && !(Math.Abs(there - back) <= 1e-12 * there))
                    return false;
            }
        }

        return true;
    }

    private void FindNear()
    {
        // Kept sorted while the row is read: nearly every node is farther than the farthest kept.
        var keys = new double[NearCount];
        for (var i = 0; i < Count && NearCount > 0; i++)
        {
            var kept = 0;
            var near = Near.AsSpan(i * NearCount, NearCount);
            for (var j = 0; j < Count; j++)
            {
                var key = Math.Min(Cost[(i * Stride) + j], Cost[(j * Stride) + i]);
                if (j == i || (kept == NearCount && !(key < keys[^1])))
                    continue;
                var at = kept < NearCount ? kept++ : NearCount - 1;
                for (; at > 0 && key < keys[at - 1]; at--)
                    (keys[at], near[at]) = (keys[at - 1], near[at - 1]);
                (keys[at], near[at]) = (key, j);
            }
        }
    }
}
