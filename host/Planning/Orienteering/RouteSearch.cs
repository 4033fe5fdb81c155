using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Anytime heuristic for the team orienteering problem, one thread of it: many short coolings (simulated annealing over
/// <see cref="RuinAndRecreate"/>) from starts of their own make a population; then children of it, merged of two or with two routes out of
/// the <see cref="RoutePool"/>, until they bring nothing new; then theirs with the best of all so far. And all of this again from new
/// starts, with longer coolings. What is done next never depends on the clock: the deadline only cuts. Memory: 80 m n + 200 n bytes.
/// </summary>
internal sealed class RouteSearch
{
    // Children of a population, for each of it: at most; fewer where as many in a row bring nothing.
    private const int MostChildren = 6;

    // Rebuilds of a first cooling, for each node; of a counted effort at most this part.
    private const int RebuildsForNode = 10;
    private const int CountedShare = 48;

    // Temperatures in units of the score of an average node.
    private const double Hottest = 0.5;
    private const double ChildHottest = 0.3;
    private const double Coldest = 0.03;

    // What a route's slack is worth: this share of the nodes that it would take at the present density.
    private const double SlackShare = 0.7;

    // While it is hot, routes may be longer by this share at most: less and less, and within the limit for the last third of a cooling.
    private const double LongerShare = 0.07;
    private const double LongerUntil = 2.0 / 3;

    // Temperature, limit and time are looked at so often in a cooling, or after so many rebuilds.
    private const int ChecksOfCooling = 16;
    private const int MostBetweenChecks = 64;

    private readonly RouteMatrix matrix;
    private readonly Xoshiro256 random;
    private readonly RouteStart start;
    private readonly RuinAndRecreate rebuild;
    private readonly RouteBuilder builder;
    private readonly RoutePool pool;
    private readonly TeamRoutes incumbent; // best of this cooling
    private readonly RoutePopulation parents;
    private readonly double wholeLimit;
    private TeamRoutes current;
    private TeamRoutes next;

    public RouteSearch(RouteMatrix matrix, ulong seed)
    {
        this.matrix = matrix;
        random = new Xoshiro256(seed);
        builder = new RouteBuilder(matrix, random);
        start = new RouteStart(matrix, builder);
        pool = new RoutePool(matrix, builder);
        rebuild = new RuinAndRecreate(matrix, builder);
        (current, next, incumbent, Best) = (new TeamRoutes(matrix), new TeamRoutes(matrix), new TeamRoutes(matrix), new TeamRoutes(matrix));
        parents = new RoutePopulation(matrix);
        wholeLimit = Math.Max(1e-12, matrix.Problem.Limit * current.Count);
    }

    /// <summary>Within the limit always; at first every agent stays.</summary>
    public TeamRoutes Best { get; }

    /// <summary>Improves <see cref="Best"/> until the effort is spent or every node is visited.</summary>
    public void Run(SearchEffort effort)
    {
        if (matrix.Count == 0)
            return;
        builder.Shortener.IsOver = () => effort.IsOver;
        // Routes that grow while they fit: large problems have these before their first start is within the limit.
        current.CopyFrom(Best);
        builder.Fill(current);
        current.Resum();
        if (current.IsWithinLimit())
            Best.CopyFrom(current);
        var length = Math.Max(1, Math.Min(RebuildsForNode * matrix.Count, effort.Rebuilds / CountedShare));
        for (var isFirst = true; Epoch(effort, length, isFirst); isFirst = false)
            length += length / 2;
    }

    /// <summary>
    /// A population of its own, its children until they bring nothing new, and at last theirs with the best of all epochs.
    /// </summary>
    private bool Epoch(SearchEffort effort, long length, bool isFirst)
    {
                for (var i = 0; i < parents.Count; i++)
        {
            Begin(effort, regions: isFirst && i == 0 ? 0 : 1 + (i % 3), spread: i % 2 == 0 ? 1 : 3);
            if (!Cool(effort, Hottest, length))
                return false;
            parents[i].CopyFrom(incumbent);
        }

        if (!Children(effort, length))
            return false;
        current.CopyFrom(Best);
        if (!Cool(effort, ChildHottest, length))
            return false;
        parents.Offer(incumbent);
        return Children(effort, 2 * length);
    }

    private bool Children(SearchEffort effort, long length)
    {
        for (var (i, futile) = (0, 0); i < MostChildren * parents.Count && futile < parents.Count; i++)
        {
            if (i % 2 == 0 || !FromPool())
                Merge(effort, regions: i / 2 % 2);
            if (!Cool(effort, ChildHottest, length))
                return false;
            futile = parents.Offer(incumbent) ? 0 : futile + 1;
        }

        return true;
    }

    private void Begin(SearchEffort effort, int regions, double spread)
    {
        start.Make(current, regions, spread, () => effort.IsOver);
        if (!current.IsWithinLimit())
            current.CopyFrom(Best);
    }

    private bool FromPool()
    {
        current.CopyFrom(parents[builder.Below(parents.Count)]);
        return pool.Exchange(current);
    }

    private void Merge(SearchEffort effort, int regions)
    {
        var (a, b) = (builder.Below(parents.Count), builder.Below(parents.Count - 1));
        current.CopyFrom(parents[a]);
        start.Merge(current, parents[b < a ? b : b + 1], regions, () => effort.IsOver);
        if (!current.IsWithinLimit())
            current.CopyFrom(parents[a]);
    }

    /// <returns>False: all effort is spent, or nothing is left to do.</returns>
    private bool Cool(SearchEffort effort, double hottest, long rebuilds)
    {
        incumbent.CopyFrom(current);
        if (current.IsBetterThan(Best))
            Best.CopyFrom(current);
        var (temperature, energy) = (hottest, 0.0);
        var step = Math.Clamp(rebuilds / ChecksOfCooling, 1, MostBetweenChecks);
        for (long i = 0; i < rebuilds; i++)
        {
            if (i % step == 0)
            {
                if (effort.IsOver || Best.Visited == matrix.Count)
                    return false;
                temperature = hottest * Math.Pow(Coldest / hottest, (double)i / rebuilds);
                Limit(1 + (LongerShare * hottest / Hottest * Math.Max(0, 1 - (i / (LongerUntil * rebuilds)))));
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
            if (next.IsBetterThan(incumbent) && next.IsWithin(matrix.Problem.Limit))
                made = Keep();
            (current, next, energy) = (next, current, made);
        }

        current.Limit = next.Limit = matrix.Problem.Limit;
        if (incumbent.Count > 1)
            pool.Add(incumbent);
        return true;
    }

    private void Limit(double share)
    {
        current.Limit = next.Limit = matrix.Problem.Limit * share;
        if (!current.IsWithinLimit())
            start.Shrink(current);
    }

    private double Keep()
    {
        next.Limit = matrix.Problem.Limit;
        builder.Fill(next);
        next.Limit = current.Limit;
        next.Resum();
        if (next.IsWithin(matrix.Problem.Limit))
        {
            incumbent.CopyFrom(next);
            if (next.IsBetterThan(Best))
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
}
