using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning.Orienteering;

/// <summary>Small random problems of every kind of graph, and their optimum by dynamic programming over all sets of nodes.</summary>
internal static class RandomProblem
{
    public static readonly string[] Kinds =
        ["metric symmetric", "metric asymmetric", "non-metric symmetric", "non-metric asymmetric", "missing edges", "one-way edges",
            "places at one spot"];

    /// <summary>4 to 8 nodes, 1 to 3 agents; some nodes without score, half of them with an end of its own.</summary>
    public static OrienteeringProblem Of(string kind, ulong seed, bool mayPass)
    {
        var random = new Xoshiro256(seed);
        int Below(int bound) => (int)(random.NextDouble() * bound);
        var count = 4 + Below(5);
        var at = Enumerable.Range(0, count).Select(_ => (X: random.NextDouble() * 10, Y: random.NextDouble() * 10)).ToArray();
        double Distance(int i, int j) => Math.Sqrt(Math.Pow(at[i].X - at[j].X, 2) + Math.Pow(at[i].Y - at[j].Y, 2));
        var cost = new double[count * count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                cost[(i * count) + j] = i == j ? 0 : kind switch
                {
                    "metric symmetric" => Distance(i, j),
                    "missing edges" => Math.Abs(i - j) == 1 || random.NextDouble() < 0.3 ? Distance(i, j) : double.PositiveInfinity,
                    "one-way edges" => j == (i + 1) % count || random.NextDouble() < 0.25 ? Distance(i, j) : double.PositiveInfinity,
                    "places at one spot" => 3 * Math.Abs((i / 2) - (j / 2)),
                    _ => 1 + Below(11),
                };
            }
        }

        for (var i = 0; i < count && kind is "non-metric symmetric" or "missing edges"; i++)
        {
            for (var j = 0; j < i; j++)
                cost[(i * count) + j] = cost[(j * count) + i];
        }

        var score = Enumerable.Range(0, count).Select(_ => (double)Below(5)).ToArray();
        // Staying must be possible, or it is no problem of routes.
        var end = kind.EndsWith("edges", StringComparison.Ordinal) || random.NextDouble() < 0.5 ? 0 : count - 1;
        var limit = (kind.EndsWith("edges", StringComparison.Ordinal) ? 8 : 4) + (random.NextDouble() * 20);
        return new OrienteeringProblem(
            kind, kind == "metric asymmetric" ? Closed(cost, count) : cost, score, 0, end, limit, 1 + Below(3)) { MayPass = mayPass };
    }

    /// <summary>Null: not even staying is within the limit.</summary>
    public static double? Optimum(OrienteeringProblem problem)
    {
        var n = problem.Count;
        var cost = problem.MayPass ? Closed(problem.Cost, n) : problem.Cost;
        double Between(int from, int to) => cost[(from * n) + to];
        int[] places = [.. Enumerable.Range(0, n).Where(node => node != problem.Start && node != problem.End)];
        var sets = 1 << places.Length;
        var least = new double[sets, Math.Max(1, places.Length)];
        var isRoute = new bool[sets];
        isRoute[0] = Between(problem.Start, problem.End) <= problem.Limit + 1e-9;
        if (!isRoute[0])
            return null;
        for (var set = 1; set < sets; set++)
        {
            for (var k = 0; k < places.Length; k++)
            {
                least[set, k] = double.PositiveInfinity;
                if ((set & (1 << k)) == 0)
                    continue;
                var before = set ^ (1 << k);
                if (before == 0)
                    least[set, k] = Between(problem.Start, places[k]);
                for (var j = 0; j < places.Length; j++)
                {
                    if ((before & (1 << j)) != 0)
                        least[set, k] = Math.Min(least[set, k], least[before, j] + Between(places[j], places[k]));
                }

                isRoute[set] |= least[set, k] + Between(places[k], problem.End) <= problem.Limit + 1e-9;
            }
        }

        // Sets that one agent more can share out.
        var isTeam = (bool[])isRoute.Clone();
        for (var agent = 1; agent < problem.Agents; agent++)
        {
            var next = new bool[sets];
            for (var set = 0; set < sets; set++)
            {
                for (var part = set; ; part = (part - 1) & set)
                {
                    next[set] |= isTeam[part] && isRoute[set ^ part];
                    if (part == 0)
                        break;
                }
            }

            isTeam = next;
        }

        return problem.FixedScore + Enumerable.Range(0, sets).Where(set => isTeam[set])
            .Max(set => places.Where((_, k) => (set & (1 << k)) != 0).Sum(node => problem.Score[node]));
    }

    private static double[] Closed(double[] cost, int n)
    {
        var closed = (double[])cost.Clone();
        for (var via = 0; via < n; via++)
        {
            for (var from = 0; from < n; from++)
            {
                for (var to = 0; to < n; to++)
                    closed[(from * n) + to] = Math.Min(closed[(from * n) + to], closed[(from * n) + via] + closed[(via * n) + to]);
            }
        }

        return closed;
    }
}
