using System.Diagnostics;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Anytime heuristic for the team orienteering problem: takes stretches out of the routes around a random place, puts nodes back where they cost
/// least, accepts by simulated annealing. After Christiaens, Vanden Berghe: Slack induction by string removals for vehicle routing problems
/// (Transportation Science 2020), with absent nodes, score before cost, 2-opt and Or-opt added. Deterministic by seed and number of rebuilds.
/// Memory: 4 n * neighbours + 16 m n bytes.
/// </summary>
internal sealed class RuinAndRecreate
{
    private const int LongestStretch = 12;
    private const int MostNeighbours = 40;
    private const int NeighboursOfRemoved = 10;
    private const int Starts = 10;
    private const int Finalists = 3;
    private const double Blink = 0.01;

    // Temperatures in units of the score of an average node.
    private const double Hottest = 0.5;
    private const double Coldest = 0.03;

    // What a route's slack is worth: this share of the nodes that it would take at the present density.
    private const double SlackShare = 0.25;

    private readonly OrienteeringProblem problem;
    private readonly Xoshiro256 random;
    private readonly int[] useful; // nodes that a route can reach and come back from
    private readonly int[][] neighbours;
    private readonly TeamRoutes current;
    private readonly TeamRoutes next;
    private readonly TeamRoutes incumbent; // best of this cooling
    private readonly TeamRoutes empty;
    private readonly int[] candidates;
    private readonly double[] keys;
    private readonly int[] marked;
    private int mark;
    private int candidateCount;

    public RuinAndRecreate(OrienteeringProblem problem, ulong seed)
    {
        this.problem = problem;
        random = new Xoshiro256(seed);
        useful = [.. Useful(problem)];
        neighbours = Neighbours(problem, useful);
        current = new TeamRoutes(problem);
        (next, incumbent, empty, Best) = (new TeamRoutes(problem, current), new TeamRoutes(problem, current), new TeamRoutes(problem, current), new TeamRoutes(problem, current));
        candidates = new int[problem.Count];
        keys = new double[problem.Count];
        marked = new int[problem.Count];
    }

    public TeamRoutes Best { get; }

    /// <summary>Nodes that one route can visit at all.</summary>
    public static IEnumerable<int> Useful(OrienteeringProblem problem) => Enumerable.Range(0, problem.Count).Where(node =>
        node != problem.Start && node != problem.End && problem.Score[node] > 0
        && problem.Between(problem.Start, node) + problem.Between(node, problem.End) <= problem.Limit + 1e-9);

    /// <summary>Improves <see cref="Best"/> until the rebuilds are used up, the deadline passes (checked every 32) or every useful node is visited.</summary>
    public void Run(long rebuilds, long deadline, CancellationToken cancellation)
    {
        if (useful.Length == 0)
            return;
        // Half of the effort on short coolings that each begin around places of their own, the other half on the best of them.
        var starts = new List<TeamRoutes>();
        var share = Math.Max(1, rebuilds / 2 / Starts);
        for (var start = 0; start < Starts; start++)
        {
            Begin(anchors: start == 0 ? 0 : 1 + (start % 2));
            if (!Cool(share, deadline, cancellation))
                return;
            starts.Add(new TeamRoutes(problem, current));
            starts[^1].CopyFrom(incumbent);
        }

        foreach (var start in starts.OrderBy(Energy).Take(Finalists))
        {
            current.CopyFrom(start);
            incumbent.CopyFrom(start);
            if (!Cool(Math.Max(1, rebuilds / 2 / Finalists), deadline, cancellation))
                return;
        }
    }

    /// <summary>Random nodes first, so that routes lead to different regions, then what gives the most score for its cost.</summary>
    private void Begin(int anchors)
    {
        current.CopyFrom(empty);
        for (var i = 0; i < anchors; i++)
        {
            var node = useful[Below(useful.Length)];
            var (route, position, extra) = current.RouteOf[node] < 0 ? current.Cheapest(node, 0, random) : (-1, -1, 0);
            if (route >= 0)
                current.InsertAt(route, position, node, extra);
        }

        next.CopyFrom(current);
        CollectAbsent();
        while (true)
        {
            var (bestRatio, best, place) = (0.0, -1, (Route: -1, Position: -1, Extra: 0.0));
            for (var i = 0; i < candidateCount; i++)
            {
                var at = current.Cheapest(candidates[i], 0, random);
                var ratio = problem.Score[candidates[i]] / Math.Max(1e-9, at.Extra);
                if (at.Route >= 0 && ratio > bestRatio)
                    (bestRatio, best, place) = (ratio, i, at);
            }

            if (best < 0)
                break;
            current.InsertAt(place.Route, place.Position, candidates[best], place.Extra);
            candidates[best] = candidates[--candidateCount];
        }

        incumbent.CopyFrom(current);
        if (IsBetter(current, Best))
            Best.CopyFrom(current);
    }

    private bool Cool(long rebuilds, long deadline, CancellationToken cancellation)
    {
        var factor = Math.Pow(Coldest / Hottest, 1.0 / rebuilds);
        var temperature = Hottest;
        for (long i = 0; i < rebuilds; i++, temperature *= factor)
        {
            if ((i & 31) == 0 && (Stopwatch.GetTimestamp() >= deadline || cancellation.IsCancellationRequested || Best.Visited == useful.Length))
                return false;
            next.CopyFrom(current);
            Ruin();
            Recreate();
            if (Energy(next) > Energy(current) - (temperature * Math.Log(Math.Max(1e-300, random.NextDouble()))))
                continue;
            if (IsBetter(next, incumbent))
            {
                Polish();
                incumbent.CopyFrom(next);
                if (IsBetter(next, Best))
                    Best.CopyFrom(next);
            }

            current.CopyFrom(next);
        }

        return true;
    }

    /// <summary>Score in average nodes, less a part of the slack in nodes: a shorter route of the same score is the better place to go on from.</summary>
    private double Energy(TeamRoutes routes)
    {
        var visited = Math.Max(1, Best.Visited);
        var unit = Math.Max(1e-12, (Best.Score - problem.FixedScore) / visited);
        return (-routes.Score / unit) + (SlackShare * visited * routes.TotalCost / Math.Max(1e-12, problem.Limit * problem.Agents));
    }

    private static bool IsBetter(TeamRoutes a, TeamRoutes b) => a.Score > b.Score + 1e-9 || (a.Score > b.Score - 1e-9 && a.TotalCost < b.TotalCost - 1e-9);

    private void Ruin()
    {
        mark++;
        candidateCount = 0;
        var seed = useful[Below(useful.Length)];
        var strings = 1 + Below(2 + Math.Min(2, problem.Agents - 1));
        foreach (var node in neighbours[seed])
        {
            if (strings == 0)
                break;
            var route = next.RouteOf[node];
            if (route < 0 || random.NextDouble() < 0.2)
                continue;
            strings--;
            var inside = next.Length[route] - 2;
            var length = 1 + Below(Math.Min(LongestStretch, inside));
            var first = Math.Clamp(next.PositionOf(node) - Below(length), 1, inside - length + 1);
            for (var i = first; i < first + length; i++)
                AddCandidate(next.Nodes[route][i]);
            next.RemoveRange(route, first, length);
        }

        var removed = candidateCount;
        foreach (var node in neighbours[seed])
            AddAbsent(node);
        for (var i = 0; i < removed; i++)
        {
            foreach (var node in neighbours[candidates[i]].AsSpan(0, Math.Min(NeighboursOfRemoved, neighbours[candidates[i]].Length)))
                AddAbsent(node);
        }
    }

    private void AddAbsent(int node)
    {
        if (next.RouteOf[node] < 0)
            AddCandidate(node);
    }

    private void AddCandidate(int node)
    {
        if (marked[node] == mark)
            return;
        marked[node] = mark;
        candidates[candidateCount++] = node;
    }

    private void CollectAbsent()
    {
        mark++;
        candidateCount = 0;
        foreach (var node in useful)
        {
            if (next.RouteOf[node] < 0)
                AddCandidate(node);
        }
    }

    private void Recreate()
    {
        var order = Below(4);
        for (var i = 0; i < candidateCount; i++)
        {
            var node = candidates[i];
            keys[i] = order switch
            {
                0 => random.NextDouble(),
                1 => -problem.Score[node] * (0.5 + random.NextDouble()),
                2 => next.Cheapest(node, 0, random).Extra / problem.Score[node] * (0.7 + (0.6 * random.NextDouble())),
                _ => (problem.Between(problem.Start, node) + problem.Between(node, problem.End)) * (0.8 + (0.4 * random.NextDouble())),
            };
        }

        Array.Sort(keys, candidates, 0, candidateCount);
        for (var i = 0; i < candidateCount; i++)
        {
            var (route, position, extra) = next.Cheapest(candidates[i], Blink, random);
            if (route >= 0)
                next.InsertAt(route, position, candidates[i], extra);
        }

        if (Below(16) == 0)
            Polish();
    }

    /// <summary>Shorter routes may take one node more.</summary>
    private void Polish()
    {
        var shortened = false;
        for (var r = 0; r < problem.Agents; r++)
            shortened |= next.Shorten(r);
        if (!shortened)
            return;
        CollectAbsent();
        for (var i = 0; i < candidateCount; i++)
        {
            var (route, position, extra) = next.Cheapest(candidates[i], 0, random);
            if (route >= 0)
                next.InsertAt(route, position, candidates[i], extra);
        }
    }

    private int Below(int bound) => (int)(random.NextDouble() * bound);

    private static int[][] Neighbours(OrienteeringProblem problem, int[] useful)
    {
        var lists = new int[problem.Count][];
        var keys = new double[useful.Length];
        foreach (var node in useful)
        {
            var sorted = useful.ToArray();
            for (var i = 0; i < useful.Length; i++)
                keys[i] = useful[i] == node ? -1 : problem.Between(node, useful[i]) + problem.Between(useful[i], node);
            Array.Sort(keys, sorted);
            lists[node] = sorted[..Math.Min(MostNeighbours, sorted.Length)];
        }

        return lists;
    }
}
