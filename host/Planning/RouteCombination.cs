namespace MultiAgentEdge.Host.Planning;

/// <summary>
/// One path for each agent so that no two share a node or a stored rest: depth first, most score first, cut where even the best of what is
/// left cannot beat the best combination found, or where the same nodes were reached as fast before. Exact unless the budget runs out.
/// </summary>
/// <param name="mayShare">Paths may share nodes and rests after all; a node still counts once.</param>
internal sealed class RouteCombination(int agents, OperationBudget budget, bool mayShare)
{
    // Scores are sums of a few numbers in differing order.
    private const double Tolerance = 1e-9;

    private readonly PathOption[] chosen = new PathOption[agents];
    private readonly double[] bestScoreFrom = new double[agents + 1];
    private readonly ulong[] nodesFrom = new ulong[agents + 1];
    private readonly Dictionary<(int Agent, ulong Nodes, ulong Rests), (double TimeS, int First)> reached = [];
    private PathOption[][] options = [];
    private double[][] leastTimeUpTo = []; // agent, option: the least time among the options up to this one
    private double[][] scores = [];        // agent, option: negative, so ascending

    /// <summary>Null: no combination is feasible.</summary>
    public PathOption[]? Best { get; private set; }

    public double Score { get; private set; } = double.NegativeInfinity;

    public double TimeS { get; private set; } = double.PositiveInfinity;

    /// <summary>Keeps the best of what it had and these.</summary>
    /// <param name="perAgent">Each most score first. The same array twice: these agents are alike.</param>
    /// <param name="scoreOf">Score of a set of nodes.</param>
    public void Improve(PathOption[][] perAgent, Func<ulong, double> scoreOf)
    {
        options = perAgent;
        leastTimeUpTo = [.. perAgent.Select(LeastTimes)];
        scores = [.. perAgent.Select(sorted => sorted.Select(option => -option.Score).ToArray())];
        reached.Clear();
        for (var agent = agents - 1; agent >= 0; agent--)
        {
            if (options[agent].Length == 0)
                return;
            bestScoreFrom[agent] = bestScoreFrom[agent + 1] + options[agent][0].Score;
            nodesFrom[agent] = options[agent].Aggregate(nodesFrom[agent + 1], (nodes, option) => nodes | option.Nodes);
        }

        FollowOn(scoreOf);
        Choose(0, 0, 0, 0, 0, 0, scoreOf);
    }

    private void Choose(int agent, int first, ulong nodes, ulong rests, double score, double timeS, Func<ulong, double> scoreOf)
    {
        var last = agent == agents - 1;
        for (var i = first; i < options[agent].Length; i++)
        {
            var option = options[agent][i];
            if (score + option.Score + bestScoreFrom[agent + 1] < Score - Tolerance || !budget.Spend())
                return;
            var rest = option.StoredRoute < 0 || mayShare ? 0 : 1UL << option.StoredRoute;
            if (!mayShare && ((option.Nodes & nodes) != 0 || (rest & rests) != 0))
                continue;
            chosen[agent] = option;
            var total = score + Gain(option, nodes, scoreOf);
            if (last)
            {
                Keep(total, timeS + option.TimeS);
                // The options are sorted: none after the first that fits is better, unless it shares nodes.
                if (mayShare)
                    continue;
                return;
            }

            var (allNodes, allRests, allTimeS) = (nodes | option.Nodes, rests | rest, timeS + option.TimeS);
            if (IsHopeless(agent + 1, total, allTimeS, scoreOf(nodesFrom[agent + 1] & ~allNodes)))
                continue;
            // Agents that are alike choose in the order of their options: each combination once.
            var next = ReferenceEquals(options[agent], options[agent + 1]) ? i : 0;
            if (reached.TryGetValue((agent, allNodes, allRests), out var before) && before.TimeS <= allTimeS && before.First <= next)
                continue;
            reached[(agent, allNodes, allRests)] = (allTimeS, next);
            Choose(agent + 1, next, allNodes, allRests, total, allTimeS, scoreOf);
        }
    }

    /// <summary>Score of the nodes that no agent before visits.</summary>
    private double Gain(PathOption option, ulong nodes, Func<ulong, double> scoreOf) =>
        mayShare ? scoreOf(option.Nodes & ~nodes) : option.Score;

    /// <summary>Whether the agents from this one on can make neither more score than the best combination nor as much in less
    /// time.</summary>
    private bool IsHopeless(int agent, double score, double timeS, double left)
    {
        var most = Math.Min(left, bestScoreFrom[agent]);
        if (score + most > Score + Tolerance)
            return false;
        if (score + most < Score - Tolerance)
            return true;
        // As much is all there is: each has to make what the others' best leaves.
        for (var k = agent; k < agents; k++)
        {
            var need = most - (bestScoreFrom[agent] - options[k][0].Score);
            timeS += leastTimeUpTo[k][Math.Max(0, LastWith(scores[k], need - Tolerance))];
        }

        return timeS >= TimeS - Tolerance;
    }

    /// <summary>The last option with at least this score; -1: none.</summary>
    private static int LastWith(double[] negativeScores, double score)
    {
        var (low, high) = (0, negativeScores.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (negativeScores[middle] <= -score)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    private static double[] LeastTimes(PathOption[] sorted)
    {
        var least = new double[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
            least[i] = Math.Min(sorted[i].TimeS, i == 0 ? double.PositiveInfinity : least[i - 1]);
        return least;
    }

    /// <summary>Every agent goes on with the stored route of its own number: the plan that must never be lost, whatever the
    /// budget.</summary>
    private void FollowOn(Func<ulong, double> scoreOf)
    {
        ulong nodes = 0;
        var (score, timeS) = (0.0, 0.0);
        for (var agent = 0; agent < agents; agent++)
        {
            var own = agent;
            var option = options[agent].FirstOrDefault(one => one.Continues && one.StoredRoute == own)
                ?? options[agent].FirstOrDefault(one => one.Nodes == 0);
            if (option is null || (!mayShare && (option.Nodes & nodes) != 0))
                return;
            chosen[agent] = option;
            score += Gain(option, nodes, scoreOf);
            nodes |= option.Nodes;
            timeS += option.TimeS;
        }

        Keep(score, timeS);
    }

    private void Keep(double score, double timeS)
    {
        if (score > Score + Tolerance || (score >= Score - Tolerance && timeS < TimeS - Tolerance))
            (Best, Score, TimeS) = ([.. chosen], score, timeS);
    }
}
