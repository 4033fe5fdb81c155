using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning;

/// <summary>
/// Algorithm 1 event by event, with a stand-in for the low level that keeps Theorem 1: a traversal draws at most what the estimate says.
/// </summary>
internal sealed class DeliveryRollout
{
    private readonly TaskGraph graph;
    private readonly int agents;
    private readonly Xoshiro256 random;

    /// <param name="estimate">Of the first day; null: <see cref="Conservative"/>.</param>
    public DeliveryRollout(TaskGraph graph, int agents, Xoshiro256 random, DepletionTable? estimate = null)
    {
        (this.graph, this.agents, this.random) = (graph, agents, random);
        Estimate = estimate ?? Conservative(graph);
        Stored.Add(FirstRoutes.For(graph, Estimate, agents));
    }

    public DepletionTable Estimate { get; }

    public List<int[][]> Stored { get; } = [];

    public int Infeasible { get; private set; }

    public long MostOperations { get; private set; }

    public double SlowestMs { get; private set; }

    public bool AllExact { get; private set; } = true;

    public static int Tasks(TaskGraph graph, int[] route) => route.Count(node => node != graph.Depot);

    /// <summary>Straight lines at the conservative speed, plus a standstill at either end.</summary>
    public static DepletionTable Conservative(TaskGraph graph)
    {
        var table = new DepletionTable(graph.Count);
        for (var i = 0; i < graph.Count; i++)
        {
            for (var j = 0; j < graph.Count; j++)
            {
                if (!graph.HasEdge(i, j))
                    continue;
                var timeS = (graph.DistanceM(i, j) / graph.Vehicle.ConservativeSpeedMS) + 2;
                table.Improve(i, j, [timeS, timeS * graph.Vehicle.DrawPerS(graph.Vehicle.ConservativeSpeedMS)]);
            }
        }

        return table;
    }

    public static (TaskGraph Graph, int Agents) RandomGraph(Xoshiro256 random, int mostNodes = 12, int fewestNodes = 5, int mostAgents = 3)
    {
        var count = fewestNodes + (int)(random.NextDouble() * (mostNodes - fewestNodes + 1));
        var nodes = Enumerable.Range(0, count)
            .Select(i => new TaskNode($"n{i}", (random.NextDouble() * 20) - 10, (random.NextDouble() * 20) - 10, i == 0 ? 0 : 1)).ToArray();
        var edges = new List<(int, int)>();
        var sparse = random.NextDouble() < 0.3;
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                if (i != j && (i == 0 || j == 0 || !sparse || random.NextDouble() < 0.7))
                    edges.Add((i, j));
            }
        }

        var agents = 1 + (int)(random.NextDouble() * mostAgents);
        var graph = new TaskGraph(
            "random", nodes, 0, edges) { Limits = new CapacityLimits(60 + (random.NextDouble() * 60), 0.7 + random.NextDouble()) };
        return (graph, agents);
    }

    /// <summary>One iteration; returns how many nodes it visited.</summary>
    public int Iterate()
    {
        var routes = Enumerable.Range(0, agents).Select(_ => new List<int> { graph.Depot }).ToArray();
        var states = Enumerable.Range(0, agents).Select(_ => DeliveryAgentState.AtDepot(graph.Depot)).ToArray();
        var arrived = states.Select(state => state.Capacities).ToArray();
        var drawn = new List<(int From, int To, double[] Measured)>();
        var standing = Enumerable.Repeat(true, agents).ToArray();
        var visited = new bool[graph.Count];
        var plans = new List<int[][]>();
        while (states.Any(state => !state.Finished))
        {
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            var seen = states.Select((state, a) => state with { Finished = state.Finished || IsForHome(a) }).ToArray();
            var plan = HighLevelSearch.Search(graph, Estimate, [.. Stored, .. plans], seen, visited);
            SlowestMs = Math.Max(SlowestMs, System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            Infeasible += plan.Feasible ? 0 : 1;
            MostOperations = Math.Max(MostOperations, plan.Operations);
            AllExact &= plan.Exact;
            plans = [[.. Enumerable.Range(0, agents).Select(a => routes[a].SkipLast(1).Concat(plan.Routes[a]).ToArray())]];
            for (var a = 0; a < agents; a++)
            {
                if (!standing[a] || states[a].Finished)
                    continue;
                standing[a] = false;
                var (from, to) = (states[a].Node, plan.Next(a));
                routes[a].Add(to);
                visited[to] = true;
                if (from == to)
                {
                    states[a] = states[a] with { Finished = true };
                    continue;
                }

                var measured = Estimate.Edge(from, to).ToArray().Select(value => value * (0.6 + (0.4 * random.NextDouble()))).ToArray();
                drawn.Add((from, to, measured));
                arrived[a] = [.. states[a].Capacities.Zip(measured, (x, y) => x + y)];
                states[a] = new DeliveryAgentState(to, [.. states[a].Capacities.Zip(Estimate.Edge(from, to).ToArray(), (x, y) => x + y)]);
            }

            // The next event: whoever arrives first.
            var next = Enumerable.Range(0, agents).Where(a => !states[a].Finished).OrderBy(a => arrived[a][0]).FirstOrDefault(-1);
            if (next < 0)
                break;
            states[next] = new DeliveryAgentState(states[next].Node, arrived[next], IsForHome(next));
            standing[next] = true;
        }

        bool IsForHome(int a) => states[a].Node == graph.Depot && routes[a].Count > 1 && !graph.MayPass;
        foreach (var (from, to, measured) in drawn)
            Estimate.Improve(from, to, measured);
        Stored.Add([.. routes.Select(route => route.ToArray())]);
        return routes.SelectMany(route => route).Distinct().Count(node => node != graph.Depot);
    }
}
