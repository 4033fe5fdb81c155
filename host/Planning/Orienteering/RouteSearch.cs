using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Anytime heuristic for the team orienteering problem, one thread of it: coolings (simulated annealing over
/// <see cref="RuinAndRecreate"/>) from several starts, then from mergers of two of the results, then from the best. Deterministic by seed and
/// effort, as far as the effort is counted and not timed. Memory: 48 m n + 200 n bytes.
/// </summary>
internal sealed class RouteSearch
{
    private const int Starts = 8;
    private const int Children = 8;
    private const double StartsShare = 0.45;
    private const double ChildrenShare = 0.4;

    // Temperatures in units of the score of an average node.
    private const double Hottest = 0.5;
    private const double ChildHottest = 0.3;
    private const double Coldest = 0.03;

    // What a route's slack is worth: this share of the nodes that it would take at the present density.
    private const double SlackShare = 0.25;

    private const int RebuildsBetweenChecks = 64;

    private readonly RouteMatrix matrix;
    private readonly Xoshiro256 random;
    private readonly RouteStart start;
    private readonly RuinAndRecreate rebuild;
    private readonly RouteBuilder builder;
    private readonly TeamRoutes incumbent; // best of this cooling
    private readonly double wholeLimit;
    private TeamRoutes current;
    private TeamRoutes next;

    public RouteSearch(RouteMatrix matrix, ulong seed)
    {
        this.matrix = matrix;
        random = new Xoshiro256(seed);
        builder = new RouteBuilder(matrix, random);
        start = new RouteStart(matrix, builder);
        rebuild = new RuinAndRecreate(matrix, builder);
        (current, next, incumbent, Best) = (new TeamRoutes(matrix), new TeamRoutes(matrix), new TeamRoutes(matrix), new TeamRoutes(matrix));
        wholeLimit = Math.Max(1e-12, matrix.Problem.Limit * current.Count);
    }

    /// <summary>Within the limit always; at first every agent stays.</summary>
    public TeamRoutes Best { get; }

    /// <summary>Improves <see cref="Best"/> until the effort is spent or every node is visited.</summary>
    public void Run(SearchEffort effort)
    {
        if (matrix.Count == 0)
            return;
        var parents = new List<TeamRoutes>();
        for (var i = 0; i < Starts; i++)
        {
            start.Make(current, regions: i == 0 ? 0 : 1 + (i % 3), () => effort.IsOver);
            if (!current.IsWithinLimit())
                current.CopyFrom(Best);
            if (!Cool(effort, Hottest, StartsShare * i / Starts, StartsShare * (i + 1) / Starts))
                return;
            parents.Add(new TeamRoutes(matrix));
            parents[^1].CopyFrom(incumbent);
        }

        for (var i = 0; i < Children; i++)
        {
            var (a, b) = (builder.Below(parents.Count), builder.Below(parents.Count - 1));
            current.CopyFrom(parents[a]);
            start.Merge(current, parents[b < a ? b : b + 1], i % 2, () => effort.IsOver);
            if (!current.IsWithinLimit())
                current.CopyFrom(parents[a]);
            var from = StartsShare + (ChildrenShare * i / Children);
            if (!Cool(effort, ChildHottest, from, from + (ChildrenShare / Children)))
                return;
            Replace(parents);
        }

        current.CopyFrom(Best);
        Cool(effort, ChildHottest, StartsShare + ChildrenShare, 1);
    }

    /// <summary>The best of this cooling takes the place of the worst of the others, unless it is one of them.</summary>
    private void Replace(List<TeamRoutes> parents)
    {
        var worst = parents[0];
        foreach (var parent in parents)
        {
            if (Math.Abs(parent.Score - incumbent.Score) < 1e-9 && Math.Abs(parent.TotalCost - incumbent.TotalCost) < 1e-9)
                return;
            if (IsBetter(worst, parent))
                worst = parent;
        }

        if (IsBetter(incumbent, worst))
            worst.CopyFrom(incumbent);
    }

    /// <param name="from">Share of the effort spent when it begins, hot.</param>
    /// <param name="to">Share of the effort spent when it ends, cold.</param>
    /// <returns>False: all effort is spent, or nothing is left to do.</returns>
    private bool Cool(SearchEffort effort, double hottest, double from, double to)
    {
        incumbent.CopyFrom(current);
        if (IsBetter(current, Best))
            Best.CopyFrom(current);
        var (temperature, energy) = (hottest, 0.0);
        for (var i = 0; ; i++)
        {
            if (i % RebuildsBetweenChecks == 0)
            {
                var share = (effort.Spent - from) / (to - from);
                if (effort.IsOver || Best.Visited == matrix.Count)
                    return false;
                if (share >= 1)
                    return true;
                temperature = hottest * Math.Pow(Coldest / hottest, Math.Max(0, share));
                current.Resum();
                energy = Energy(current);
            }

            effort.Count();
            next.CopyFrom(current);
            rebuild.Run(next);
            // Where a way through a node is shorter than the way past it, routes may get longer by what is taken out.
            if (!next.IsWithinLimit())
                continue;
            var made = Energy(next);
            if (made > energy - (temperature * Math.Log(Math.Max(1e-300, random.NextDouble()))))
                continue;
            if (IsBetter(next, incumbent))
                made = Keep();
            (current, next, energy) = (next, current, made);
        }
    }

    private double Keep()
    {
        builder.Fill(next);
        next.Resum();
        if (next.IsWithinLimit())
        {
            incumbent.CopyFrom(next);
            if (IsBetter(next, Best))
                Best.CopyFrom(next);
        }

        return Energy(next);
    }

    /// <summary>
    /// Score in average nodes, less a part of the slack in nodes: a shorter route of the same score is the better place to go on from.
    /// </summary>
    private double Energy(TeamRoutes routes)
    {
        var visited = Math.Max(1, Best.Visited);
        var unit = Math.Max(1e-12, Best.Score / visited);
        return (-routes.Score / unit) + (SlackShare * visited * routes.TotalCost / wholeLimit);
    }

    private static bool IsBetter(TeamRoutes a, TeamRoutes b) =>
        a.Score > b.Score + 1e-9 || (a.Score > b.Score - 1e-9 && a.TotalCost < b.TotalCost - 1e-9);
}
