using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Planning;

/// <summary>
/// (31) where routes may pass nodes, read aloud: every walk of at most N_h stops, each reached by any way that no other beats, and every
/// stored rest, node sets shared at will.
/// </summary>
internal static class PassingBruteForce
{
    private const double Slack = 1e-9;

    public static (double Score, double TimeS) Best(
        TaskGraph graph, DepletionTable estimate, IReadOnlyList<int[][]> stored, DeliveryAgentState[] agents, bool[] visited)
    {
        var best = (Score: double.NegativeInfinity, TimeS: double.PositiveInfinity);
        var open = Enumerable
            .Range(0, graph.Count)
            .Where(node => node != graph.Depot && !visited[node] && agents.All(agent => agent.Node != node)).ToHashSet();
        foreach (var iteration in stored)
        {
            var options = agents.Select(agent => Options(graph, estimate, iteration, agent, open)).ToArray();
            Choose(0, 0, 0);

            void Choose(int agent, int nodes, double timeS)
            {
                if (agent == agents.Length)
                {
                    var score = Enumerable
                        .Range(0, graph.Count)
                        .Where(node => (nodes & (1 << node)) != 0)
                        .Sum(node => graph.Nodes[node].Score);
                    if (score > best.Score || (score == best.Score && timeS < best.TimeS))
                        best = (score, timeS);
                    return;
                }

                foreach (var (set, time) in options[agent])
                    Choose(agent + 1, nodes | set, timeS + time);
            }
        }

        return best;
    }

    /// <summary>The most score that a fleet at the depot can make by walks along edges, whatever their length.</summary>
    public static double MostScore(TaskGraph graph, DepletionTable estimate, int agents)
    {
        // Node, set of nodes visited: what was used, of which nothing beats another.
        var known = new Dictionary<(int, int), List<(double TimeS, double Battery)>>();
        var open = new Stack<(int Node, int Set, double TimeS, double Battery)>([(graph.Depot, 0, 0, 0)]);
        while (open.TryPop(out var at))
        {
            if (!known.TryGetValue((at.Node, at.Set), out var others))
                known[(at.Node, at.Set)] = others = [];
            if (at.TimeS > graph.Limits.TimeS + Slack || at.Battery > graph.Limits.Battery + Slack
                || others.Any(other => other.TimeS <= at.TimeS && other.Battery <= at.Battery))
                continue;
            others.Add((at.TimeS, at.Battery));
            foreach (var to in graph.Successors(at.Node))
            {
                open.Push(
                    (to, to == graph.Depot ? at.Set : at.Set | (1 << to), at.TimeS + estimate[at.Node, to, 0],
                        at.Battery + estimate[at.Node, to, 1]));
            }
        }

        int[] sets = [.. known.Where(entry => entry.Key.Item1 == graph.Depot && entry.Value.Count > 0).Select(entry => entry.Key.Item2)];
        var teams = new HashSet<int> { 0 };
        for (var agent = 0; agent < agents; agent++)
            teams = [.. teams.SelectMany(team => sets.Select(set => team | set))];
        return teams.Max(
            team => Enumerable.Range(0, graph.Count).Where(node => (team & (1 << node)) != 0).Sum(node => graph.Nodes[node].Score));
    }

    private static Dictionary<int, double> Options(
        TaskGraph graph, DepletionTable estimate, int[][] iteration, DeliveryAgentState agent, HashSet<int> open)
    {
        var options = new Dictionary<int, double>();
        var ways = new Dictionary<(int, int), List<(int[] Nodes, double TimeS, double Battery)>>();
        if (agent.Node == graph.Depot)
            options[0] = agent.Capacities[0];
        Stop([agent.Node], 0);
        return options;

        void Stop(int[] walk, int stops)
        {
            var end = walk[^1];
            if (stops > 0 && end == graph.Depot)
            {
                Finish(walk);
                return;
            }

            foreach (var route in iteration)
            {
                for (var at = 0; at < route.Length - 1; at++)
                {
                    if (route[at] == end)
                        Finish([.. walk, .. route[(at + 1)..]]);
                }
            }

            for (var to = 0; to < graph.Count && stops < graph.HighLevelHorizon; to++)
            {
                if (to != end && (to == graph.Depot || (open.Contains(to) && !walk.Contains(to))))
                {
                    foreach (var (way, _, _) in Ways(end, to))
                    {
                        if (Used([.. walk, .. way[1..]]) is not null)
                            Stop([.. walk, .. way[1..]], stops + 1);
                    }
                }
            }
        }

        List<(int[] Nodes, double TimeS, double Battery)> Ways(int from, int to)
        {
            if (ways.TryGetValue((from, to), out var known))
                return known;
            var all = new List<(int[] Nodes, double TimeS, double Battery)>();
            Way([from], 0, 0);
            return ways[(from, to)] = [.. all.Where(
                    way => !all.Any(other => other != way && other.TimeS <= way.TimeS && other.Battery <= way.Battery))];

            void Way(int[] way, double timeS, double battery)
            {
                if (way[^1] == to)
                {
                    all.Add((way, timeS, battery));
                    return;
                }

                foreach (var next in graph.Successors(way[^1]))
                {
                    if (!way.Contains(next))
                        Way([.. way, next], timeS + estimate[way[^1], next, 0], battery + estimate[way[^1], next, 1]);
                }
            }
        }

        void Finish(int[] walk)
        {
            if (Used(walk) is not { } timeS)
                return;
            var set = walk.Where(open.Contains).Aggregate(0, (nodes, node) => nodes | (1 << node));
            options[set] = Math.Min(timeS, options.GetValueOrDefault(set, double.PositiveInfinity));
        }

        double? Used(int[] walk)
        {
            var (timeS, battery) = (agent.Capacities[0], agent.Capacities[1]);
            for (var i = 1; i < walk.Length; i++)
            {
                timeS += walk[i] == walk[i - 1] ? 0 : estimate[walk[i - 1], walk[i], 0];
                battery += walk[i] == walk[i - 1] ? 0 : estimate[walk[i - 1], walk[i], 1];
            }

            return timeS <= graph.Limits.TimeS + 1e-7 && battery <= graph.Limits.Battery + Slack ? timeS : null;
        }
    }
}
