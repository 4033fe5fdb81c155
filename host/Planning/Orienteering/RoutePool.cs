using System.Numerics;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Single routes of teams found before, of which others can be made: a team is more often wrong in who goes where than in the routes
/// themselves. After the set packing of Hammami, Rekik, Coelho: A hybrid adaptive large neighborhood search heuristic for the team
/// orienteering problem (Computers and Operations Research 2020), two routes at a time. One for each search. Memory: 512 (5 n + 40) bytes.
/// </summary>
internal sealed class RoutePool
{
    // The latest so many.
    private const int Most = 512;

    // First routes that are tried, each with its best second.
    private const int Tries = 32;

    // So many nodes may be on both, then they stay on the first; a route that shares more than so much with the one that it replaces
    // is no other.
    private const int MostShared = 4;
    private const double OtherShare = 0.8;

    private readonly RouteMatrix matrix;
    private readonly RouteBuilder builder;
    private readonly int words;
    private readonly ulong[] sets; // Most x words
    private readonly ulong[] keptSet;
    private readonly int[][] routes = new int[Most][];
    private readonly double[] score = new double[Most];
    private readonly double[] gain = new double[Most];
    private int count;
    private int oldest;

    public RoutePool(RouteMatrix matrix, RouteBuilder builder)
    {
        (this.matrix, this.builder, words) = (matrix, builder, (matrix.Count + 63) / 64);
        sets = new ulong[Most * words];
        keptSet = new ulong[words];
    }

    public void Add(TeamRoutes team)
    {
        for (var r = 0; r < team.Count; r++)
        {
            var nodes = team.Nodes.AsSpan((r * matrix.Stride) + 1, team.Length[r] - 2);
            var at = count < Most ? count : oldest;
            var set = Set(at);
            set.Clear();
            Mark(set, nodes);
            if (nodes.Length == 0 || IsThere(at))
                continue;
            (routes[at], score[at]) = (nodes.ToArray(), Score(set));
            if (count < Most)
                count++;
            else
                oldest = (oldest + 1) % Most;
        }
    }

    /// <summary>Two routes of the team, drawn at random, give place to the best two others; false: there are none.</summary>
    public bool Exchange(TeamRoutes team)
    {
        if (team.Count < 2)
            return false;
        var (r, s) = (builder.Below(team.Count), builder.Below(team.Count - 1));
        s = s < r ? s : s + 1;
        Value(team, r, s);
        var (first, second) = BestPair();
        if (first < 0)
            return false;
        team.RemoveRange(r, 1, team.Length[r] - 2);
        team.RemoveRange(s, 1, team.Length[s] - 2);
        Append(team, r, routes[first]);
        Append(team, s, routes[second]);
        // Before as well: differences of edges that are missing are no numbers.
        team.Resum();
        builder.Fill(team);
        team.Resum();
        return team.IsWithinLimit();
    }

    /// <summary>What each would add to the routes that stay; nothing where it is much like one that goes.</summary>
    private void Value(TeamRoutes team, int r, int s)
    {
        keptSet.AsSpan().Clear();
        for (var k = 0; k < team.Count; k++)
        {
            if (k != r && k != s)
                Mark(keptSet, team.Nodes.AsSpan((k * matrix.Stride) + 1, team.Length[k] - 2));
        }

        for (var i = 0; i < count; i++)
        {
            var (inR, inS, absent) = (0, 0, 0);
            foreach (var node in routes[i])
            {
                var on = team.RouteOf[node];
                inR += on == r ? 1 : 0;
                inS += on == s ? 1 : 0;
                absent += on < 0 ? 1 : 0;
            }

            // Of what would be new on the routes.
            var isOther = Math.Max(inR, inS) <= OtherShare * (inR + inS + absent);
            gain[i] = isOther && Shared(Set(i), keptSet) <= MostShared ? score[i] - SharedScore(Set(i), keptSet) : 0;
        }
    }

    private (int First, int Second) BestPair()
    {
        var (best, first, second) = (0.0, -1, -1);
        for (var k = 0; k < Tries && count > 0; k++)
        {
            var i = builder.Below(count);
            for (var j = 0; j < count && gain[i] > 0; j++)
            {
                if (gain[j] <= 0 || gain[i] + gain[j] <= best || j == i || Shared(Set(i), Set(j)) > MostShared)
                    continue;
                var both = gain[i] + gain[j] - SharedScore(Set(i), Set(j));
                if (both > best)
                    (best, first, second) = (both, i, j);
            }
        }

        return (first, second);
    }

    private void Append(TeamRoutes team, int route, int[] nodes)
    {
        foreach (var node in nodes)
        {
            if (team.RouteOf[node] >= 0)
                continue;
            var last = team.Nodes[(route * matrix.Stride) + team.Length[route] - 2] * matrix.Stride;
            var extra = matrix.Cost[last + node] + matrix.Cost[(node * matrix.Stride) + matrix.End] - matrix.Cost[last + matrix.End];
            team.InsertAt(route, team.Length[route] - 1, node, extra);
            builder.Shortener.Add(node);
        }
    }

    private Span<ulong> Set(int route) => sets.AsSpan(route * words, words);

    private static void Mark(Span<ulong> set, ReadOnlySpan<int> nodes)
    {
        foreach (var node in nodes)
            set[node >> 6] |= 1UL << (node & 63);
    }

    private bool IsThere(int at)
    {
        for (var i = 0; i < count; i++)
        {
            if (i != at && Set(i).SequenceEqual(Set(at)))
                return true;
        }

        return false;
    }

    private double Score(ReadOnlySpan<ulong> set) => SharedScore(set, set);

    private static int Shared(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        var sum = 0;
        for (var w = 0; w < a.Length; w++)
            sum += BitOperations.PopCount(a[w] & b[w]);
        return sum;
    }

    private double SharedScore(ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        var sum = 0.0;
        for (var w = 0; w < a.Length; w++)
        {
            for (var bits = a[w] & b[w]; bits != 0; bits &= bits - 1)
                sum += matrix.Score[(w << 6) + BitOperations.TrailingZeroCount(bits)];
        }

        return sum;
    }
}
