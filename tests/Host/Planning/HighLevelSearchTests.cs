using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Host.Planning;

public sealed class HighLevelSearchTests(ITestOutputHelper output)
{
    [Fact]
    public void Without_anything_learned_the_paper_example_can_always_drive_its_first_route_again()
    {
        var graph = TaskGraph.PaperS4();
        var estimate = DeliveryRollout.Conservative(graph);
        var plan = HighLevelSearch.Search(graph, estimate, [[[0, 1, 2, 0]]], [DeliveryAgentState.AtDepot(0)], new bool[graph.Count]);
        Assert.True(plan.Feasible && plan.Exact);
        Assert.True(plan.Score >= 2);
        Assert.Equal((0, 0), (plan.Routes[0][0], plan.Routes[0][^1]));
        Assert.DoesNotContain(6, plan.Routes[0]);
    }

    [Fact]
    public void Theorems_2_and_3_on_random_graphs()
    {
        // 1,000 graphs in the long lane; the first of them always, and one in which a rover comes home while another is out.
        var graphs = Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 1000 : 60;
        foreach (var seed in Enumerable.Range(1, graphs).Append(678))
        {
            var random = new Xoshiro256((ulong)seed);
            var (graph, agents) = DeliveryRollout.RandomGraph(random);
            var rollout = new DeliveryRollout(graph, agents, random);
            var before = rollout.Stored[0].Sum(route => DeliveryRollout.Tasks(graph, route));
            for (var iteration = 1; iteration <= 5; iteration++)
            {
                var nodes = rollout.Iterate();
                Assert.True(rollout.Infeasible == 0, $"seed {seed}: an event of iteration {iteration} had no feasible plan");
                Assert.True(nodes >= before, $"seed {seed}: iteration {iteration} visits {nodes} nodes after {before}");
                before = nodes;
            }
        }
    }

    [Fact]
    public void The_optimum_is_that_of_trying_everything()
    {
        for (var seed = 1; seed <= 150; seed++)
        {
            var random = new Xoshiro256((ulong)seed + 9000);
            var (graph, agents) = DeliveryRollout.RandomGraph(random, mostNodes: 6, mostAgents: 2);
            var rollout = new DeliveryRollout(graph, agents, random);
            rollout.Iterate();
            var states = Enumerable.Range(0, agents).Select(_ => DeliveryAgentState.AtDepot(graph.Depot)).ToArray();
            var visited = new bool[graph.Count];
            if (random.NextDouble() < 0.5)
            {
                // In the middle of an iteration: some agents stand somewhere else, something was used.
                var node = 1 + (int)(random.NextDouble() * (graph.Count - 1));
                states[0] = new DeliveryAgentState(
                    node, [.. rollout.Estimate.Edge(graph.Depot, node).ToArray().Select(value => value * 0.9)]);
                visited[1 + (int)(random.NextDouble() * (graph.Count - 1))] = true;
                if (!double.IsFinite(states[0].Capacities[0]))
                    continue;
            }

            var plan = HighLevelSearch.Search(graph, rollout.Estimate, rollout.Stored, states, visited);
            var (score, timeS) = graph.MayPass
                ? PassingBruteForce.Best(graph, rollout.Estimate, rollout.Stored, states, visited)
                : BruteForce(graph, rollout.Estimate, rollout.Stored, states, visited);
            if (double.IsNegativeInfinity(score))
            {
                Assert.Equal(0, plan.Score);
                continue;
            }

            Assert.Equal((seed, score), (seed, plan.Score));
            Assert.True(Math.Abs(timeS - plan.TimeS) < 1e-6, $"seed {seed}: {plan.TimeS} s, {timeS} is possible");
        }
    }

    [Fact]
    public void An_estimate_that_rises_sends_the_agent_home_and_says_when_even_that_is_not_sure()
    {
        var graph = TaskGraph.PaperS4();
        var estimate = DeliveryRollout.Conservative(graph);
        var at2 = new DeliveryAgentState(2, [65, 0.3]);
        var plan = HighLevelSearch.Search(graph, estimate, [[[0, 1, 2, 0]]], [at2], new bool[graph.Count]);
        Assert.True(plan.Feasible);
        Assert.Equal([2, 0], plan.Routes[0]);
        estimate.Tighten(2, 0, [40, 0.1]);
        plan = HighLevelSearch.Search(graph, estimate, [[[0, 1, 2, 0]]], [at2], new bool[graph.Count]);
        Assert.False(plan.Feasible);
        Assert.Equal(0, plan.Routes[0][^1]);
    }

    [Fact]
    public void A_finished_agent_gets_no_task_and_its_nodes_are_free_for_others()
    {
        var graph = TaskGraph.PaperS4();
        var estimate = DeliveryRollout.Conservative(graph);
        int[][] stored = [[0, 1, 0], [0, 2, 0]];
        var plan = HighLevelSearch.Search(
            graph, estimate, [stored], [DeliveryAgentState.AtDepot(0) with { Finished = true }, DeliveryAgentState.AtDepot(0)],
            new bool[graph.Count]);
        Assert.Equal([0], plan.Routes[0]);
        Assert.True(plan.Score >= 2);
    }

    [Fact]
    public void Twelve_nodes_and_three_agents_stay_far_within_the_operation_limit()
    {
        var (most, slowestMs) = (0L, 0.0);
        for (var seed = 1; seed <= 20; seed++)
        {
            var random = new Xoshiro256((ulong)seed + 500);
            var graph = DeliveryRollout.RandomGraph(random, 12, 12, 1).Graph;
            var rollout = new DeliveryRollout(graph, 3, random);
            for (var iteration = 0; iteration < 5; iteration++)
                rollout.Iterate();
            Assert.True(rollout.MostOperations < 1_000_000, $"seed {seed}: {rollout.MostOperations} operations");
            Assert.True(rollout.AllExact);
            (most, slowestMs) = (Math.Max(most, rollout.MostOperations), seed == 1 ? 0 : Math.Max(slowestMs, rollout.SlowestMs));
        }

        output.WriteLine($"12 nodes, 3 agents: at most {most} operations and {slowestMs:0.0} ms a plan");
    }

    [Fact]
    public void Hundreds_of_nodes_get_a_feasible_plan_no_worse_than_what_is_stored()
    {
        var random = new Xoshiro256(4);
        var graph = DeliveryRollout.RandomGraph(random, 200, 200, 1).Graph;
        var rollout = new DeliveryRollout(graph, 3, random);
        var before = rollout.Stored[0].Sum(route => DeliveryRollout.Tasks(graph, route));
        for (var iteration = 0; iteration < 2; iteration++)
        {
            var nodes = rollout.Iterate();
            Assert.Equal(0, rollout.Infeasible);
            Assert.True(nodes >= before);
            before = nodes;
        }

        Assert.True(before > 20, $"{before} nodes only");
    }

    /// <summary>Every combination of paths and stored rests, without any bound: (26) to (31) read aloud.</summary>
    private static (double Score, double TimeS) BruteForce(
        TaskGraph graph, DepletionTable estimate, IReadOnlyList<int[][]> stored, DeliveryAgentState[] agents, bool[] visited)
    {
        var best = (Score: double.NegativeInfinity, TimeS: double.PositiveInfinity);
        Agent(0, [], [], 0);
        return best;

        void Agent(int agent, List<int[]> routes, List<int> rests, double timeS)
        {
            if (agent == agents.Length)
            {
                var nodes = routes.SelectMany(route => route.Skip(1)).Where(node => node != graph.Depot).ToList();
                if (nodes.Distinct().Count() != nodes.Count || nodes.Any(node => visited[node] || agents.Any(other => other.Node == node)))
                    return;
                var score = nodes.Sum(node => graph.Nodes[node].Score);
                if (score > best.Score || (score == best.Score && timeS < best.TimeS))
                    best = (score, timeS);
                return;
            }

            if (agents[agent].Node == graph.Depot)
                Agent(agent + 1, [.. routes, [graph.Depot, graph.Depot]], rests, timeS + agents[agent].Capacities[0]);
            Path(agent, [agents[agent].Node], routes, rests, timeS);
        }

        void Path(int agent, int[] path, List<int[]> routes, List<int> rests, double timeS)
        {
            var end = path[^1];
            if (end == graph.Depot && path.Length > 1)
            {
                Finish(agent, path, routes, rests, timeS);
                return;
            }

            foreach (var iteration in stored)
            {
                for (var r = 0; r < iteration.Length; r++)
                {
                    var at = Array.IndexOf(iteration[r], end);
                    // A rest may be taken once, and all of one iteration.
                    var id = (stored.ToList().IndexOf(iteration) * 100) + r;
                    if (at < 0 || at == iteration[r].Length - 1 || rests.Contains(id) || rests.Any(other => other / 100 != id / 100))
                        continue;
                    Finish(agent, [.. path, .. iteration[r][(at + 1)..]], routes, [.. rests, id], timeS);
                }
            }

            if (path.Length > graph.HighLevelHorizon)
                return;
            for (var to = 0; to < graph.Count; to++)
            {
                if (graph.HasEdge(end, to) && !path.Contains(to) || (to == graph.Depot && end != to))
                    Path(agent, [.. path, to], routes, rests, timeS);
            }
        }

        void Finish(int agent, int[] route, List<int[]> routes, List<int> rests, double timeS)
        {
            var used = agents[agent].Capacities.ToArray();
            for (var i = 1; i < route.Length; i++)
            {
                for (var c = 0; c < used.Length; c++)
                    used[c] += route[i] == route[i - 1] ? 0 : estimate[route[i - 1], route[i], c];
            }

            if (used[0] <= graph.Limits.TimeS + 1e-7 && used[1] <= graph.Limits.Battery + 1e-9)
                Agent(agent + 1, [.. routes, route], rests, timeS + used[0]);
        }
    }
}
