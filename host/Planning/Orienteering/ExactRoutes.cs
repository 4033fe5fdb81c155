using System.Diagnostics;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// Proves that routes are optimal, or finds better ones: dynamic programming over sets of visited nodes (Held, Karp 1962), each label kept
/// only while the Lagrangian bound leaves room above the best known score. The bound prices every node's "at most once" (subgradient;
/// Polyak's step) and lets each remaining route be an ng-route (<see cref="RouteRelaxation"/>). Memory: 40 bytes a label.
/// </summary>
internal sealed class ExactRoutes
{
    private const int Rounds = 120;

    private readonly OrienteeringProblem problem;
    private readonly int[] nodes;
    private readonly long labelLimit;
    private readonly long deadline;
    private readonly CancellationToken cancellation;
    private readonly double least; // by so much scores differ at least
    private readonly double[] home; // of each node of the problem, the shortest way to the end
    private double[] prices;
    private double priceSum;
    private double oneRoute;
    private long labelCount;
    private RouteRelaxation relaxation = null!;

    /// <param name="nodes">Those that a route may lead through, at most 62; where a way is shorter through a node without score, these
    /// too.</param>
    public ExactRoutes(OrienteeringProblem problem, int[] nodes, long labelLimit, long deadline, CancellationToken cancellation)
    {
        (this.problem, this.nodes, this.labelLimit, this.deadline,
            this.cancellation) = (problem, nodes, labelLimit, deadline, cancellation);
        prices = new double[nodes.Length];
        least = LeastDifference(nodes.Select(node => problem.Score[node]));
        home = ShortestWays.To(problem, problem.End);
    }

    /// <summary>Bound of the last <see cref="Improve"/>, start and end counted.</summary>
    public double UpperBound { get; private set; } = double.PositiveInfinity;

    /// <summary>The best routes: the given ones, proven or not, or better ones.</summary>
    public OrienteeringSolution Improve(OrienteeringSolution known)
    {
        if (nodes.Length == 0 || !Price(known.Score))
            return known with { ProvenOptimal = nodes.Length == 0 || UpperBound < known.Score + least - 1e-6 };
        return Search(known);
    }

    private bool IsOver => Stopwatch.GetTimestamp() >= deadline || cancellation.IsCancellationRequested;

    /// <summary>Makes the bound small. False: it settles the matter, or time is up.</summary>
    private bool Price(double known)
    {
        var coarse = new RouteRelaxation(problem, nodes, 5, 250);
        var visits = new int[nodes.Length];
        var best = prices;
        var (theta, since) = (1.0, 0);
        for (var round = 0; round < Rounds && theta > 1e-3; round++)
        {
            if (IsOver)
                return false;
            var one = coarse.Evaluate(prices, visits, () => IsOver);
            var bound = problem.FixedScore + prices.Sum() + (problem.Agents * one);
            if (bound < UpperBound - 1e-9)
                (UpperBound, best, since) = (bound, [.. prices], 0);
            else if (++since == 6)
                (theta, since) = (theta / 2, 0);
            if (UpperBound < known + least - 1e-6)
                return false;
            var slope = visits.Select(count => 1.0 - (problem.Agents * count)).ToArray();
            var norm = Math.Max(1e-9, slope.Sum(part => part * part));
            var length = theta * Math.Max(least / 2, bound - known) / norm;
            prices = [.. prices.Select((price, i) => Math.Clamp(price - (length * slope[i]), 0, problem.Score[nodes[i]]))];
        }

        prices = best;
        relaxation = new RouteRelaxation(problem, nodes, 7, 1000);
        oneRoute = relaxation.Evaluate(prices, visits, () => IsOver);
        priceSum = prices.Sum();
        UpperBound = Math.Min(UpperBound, problem.FixedScore + priceSum + (problem.Agents * oneRoute));
        return !(UpperBound < known + least - 1e-6) && !IsOver;
    }

    private OrienteeringSolution Search(OrienteeringSolution known)
    {
        var target = known.Score - problem.FixedScore;
        var levels = new List<List<Label>> { new() { new Label(0, -1, 0, 0, 0, 0, -1) } };
        var best = (Level: -1, Index: -1);
        var complete = true;
        while (levels[^1].Count > 0 && complete)
        {
            var next = new Dictionary<(ulong, int), int>();
            var labels = new List<Label>();
            for (var i = 0; i < levels[^1].Count && complete; i++)
            {
                if ((i & 1023) == 0 && (IsOver || labelCount > labelLimit))
                    complete = false;
                Extend(levels[^1][i], i, labels, next, ref target, ref best, levels.Count);
            }

            labelCount += labels.Count;
            levels.Add(labels);
        }

        var solution = best.Level < 0 ? known : Routes(levels, best.Level, best.Index);
        return solution with { ProvenOptimal = complete };
    }

    private void Extend(
        Label label, int index, List<Label> labels, Dictionary<(ulong, int), int> next, ref double target, ref (int, int) best, int level)
    {
        var from = label.Node < 0 ? problem.Start : nodes[label.Node];
        for (var k = 0; k < nodes.Length; k++)
        {
            if ((label.Visited & (1UL << k)) != 0)
                continue;
            Add(label.Route, label.Cost + problem.Between(from, nodes[k]), ref target, ref best);
            // The same node first on the next agent's route; agents are alike, so only once this one has left.
            if (label.Node >= 0 && label.Route + 1 < problem.Agents && IsBack(from, label.Cost))
                Add(label.Route + 1, problem.Between(problem.Start, nodes[k]), ref target, ref best);

            void Add(int route, double cost, ref double target, ref (int, int) best)
            {
                if (!(cost + home[nodes[k]] <= problem.Limit + 1e-9))
                    return;
                var visited = label.Visited | (1UL << k);
                var score = label.Score + problem.Score[nodes[k]];
                var prices = label.Prices + this.prices[k];
                var room = score + relaxation.From(k, visited, problem.Limit - cost) + priceSum - prices
                    + ((problem.Agents - route - 1) * oneRoute);
                if (room < target + least - 1e-6)
                    return;
                var made = new Label(visited, k, route, cost, score, prices, index);
                if (next.TryGetValue((visited, (route * 64) + k), out var other))
                {
                    if (cost < labels[other].Cost)
                        labels[other] = made;
                }
                else
                {
                    next.Add((visited, (route * 64) + k), labels.Count);
                    labels.Add(made);
                    other = labels.Count - 1;
                }

                if (score > target + 1e-9 && IsBack(nodes[k], cost))
                    (target, best) = (score, (level, other));
            }
        }
    }

    /// <summary>A route may end after this node: not each that can still come back can do so at once.</summary>
    private bool IsBack(int node, double cost) => cost + problem.Between(node, problem.End) <= problem.Limit + 1e-9;

    private OrienteeringSolution Routes(List<List<Label>> levels, int level, int index)
    {
        var routes = Enumerable.Range(0, problem.Agents).Select(_ => new List<int> { problem.End }).ToArray();
        var score = problem.FixedScore + levels[level][index].Score;
        for (; level > 0; level--)
        {
            var label = levels[level][index];
            routes[label.Route].Insert(0, nodes[label.Node]);
            index = label.Parent;
        }

        foreach (var route in routes)
            route.Insert(0, problem.Start);
        return new OrienteeringSolution([.. routes.Select(route => route.ToArray())], score, routes.Sum(problem.RouteCost), false);
    }

    /// <summary>The greatest number that divides all scores; next to nothing where they are not whole.</summary>
    private static double LeastDifference(IEnumerable<double> scores)
    {
        var divisor = 0L;
        foreach (var score in scores)
        {
            if (score != Math.Floor(score) || score > 1e9)
                return 2e-6;
            for (var (a, b) = (divisor, (long)score); ; (a, b) = (b, a % b))
            {
                if (b == 0)
                {
                    divisor = a;
                    break;
                }
            }
        }

        return Math.Max(1, divisor);
    }

    private readonly record struct Label(ulong Visited, int Node, int Route, double Cost, double Score, double Prices, int Parent);
}
