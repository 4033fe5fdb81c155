using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Anytime heuristic for the team orienteering problem, one thread of it: coolings (simulated annealing over <see cref="RuinAndRecreate"/>) from several
/// starts, then longer ones from the best. Deterministic by seed and effort, as far as the effort is counted and not timed. Memory: 16 m n + 100 n bytes.
/// </summary>
internal sealed class RouteSearch
{
    private const int Starts = 8;
    private const int Finalists = 2;
    private const double StartsShare = 0.5;

    // Temperatures in units of the score of an average node.
    private const double Hottest = 0.5;
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
        var starts = new List<TeamRoutes>();
        for (var i = 0; i < Starts; i++)
        {
            start.Make(current, regions: i == 0 ? 0 : 1 + (i % 3), () => effort.IsOver);
            if (!current.IsWithinLimit())
                current.CopyFrom(Best);
            if (!Cool(effort, StartsShare * i / Starts, StartsShare * (i + 1) / Starts))
                return;
            starts.Add(new TeamRoutes(matrix));
            starts[^1].CopyFrom(incumbent);
        }

        var finalists = starts.OrderBy(Energy).Take(Finalists).ToList();
        for (var i = 0; i < finalists.Count; i++)
        {
            current.CopyFrom(finalists[i]);
            var (from, to) = (StartsShare + ((1 - StartsShare) * i / Finalists), StartsShare + ((1 - StartsShare) * (i + 1) / Finalists));
            if (!Cool(effort, from, to))
                return;
        }
    }

    /// <param name="from">Share of the effort spent when it begins, hot.</param>
    /// <param name="to">Share of the effort spent when it ends, cold.</param>
    /// <returns>False: all effort is spent, or nothing is left to do.</returns>
    private bool Cool(SearchEffort effort, double from, double to)
    {
        incumbent.CopyFrom(current);
        if (IsBetter(current, Best))
            Best.CopyFrom(current);
        var (temperature, energy) = (Hottest, 0.0);
        for (var i = 0; ; i++)
        {
            if (i % RebuildsBetweenChecks == 0)
            {
                var share = (effort.Spent - from) / (to - from);
                if (effort.IsOver || Best.Visited == matrix.Count)
                    return false;
                if (share >= 1)
                    return true;
                temperature = Hottest * Math.Pow(Coldest / Hottest, Math.Max(0, share));
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

    /// <summary>Score in average nodes, less a part of the slack in nodes: a shorter route of the same score is the better place to go on from.</summary>
    private double Energy(TeamRoutes routes)
    {
        var visited = Math.Max(1, Best.Visited);
        var unit = Math.Max(1e-12, Best.Score / visited);
        return (-routes.Score / unit) + (SlackShare * visited * routes.TotalCost / wholeLimit);
    }

    private static bool IsBetter(TeamRoutes a, TeamRoutes b) => a.Score > b.Score + 1e-9 || (a.Score > b.Score - 1e-9 && a.TotalCost < b.TotalCost - 1e-9);
}
