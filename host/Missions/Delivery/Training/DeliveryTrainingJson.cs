using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Delivery.Training;

/// <summary>The JSON of a delivery training run: what <c>--json</c> prints and what its folder keeps.</summary>
public static class DeliveryTrainingJson
{
    public const string Verb = "train delivery";

    /// <param name="graph">File the graph came from; null: the example of paper S4.</param>
    public static RunHeader Begin(string? graph, DeliveryOptions options) =>
        new(Verb, Options(graph, options)) { Seed = options.Seed, CheckpointEverySamples = 1 };

    public static JsonObject Options(string? graph, DeliveryOptions options) => new()
    {
        ["graph"] = graph,
        ["agents"] = options.Agents,
        ["iterations"] = options.Iterations,
        ["seed"] = options.Seed,
        ["margin"] = options.Margin,
        ["blend_turns"] = options.BlendsTurns,
        ["position_noise_m"] = options.Disturbance.PositionNoiseM,
        ["headwind_m_s"] = options.Disturbance.HeadwindMS,
        ["drain_factor"] = options.Disturbance.DrainFactor,
    };

    public static JsonObject Result(DeliveryTraining training, string runFolder)
    {
        var iterations = training.Iterations;
        var driven = iterations.SelectMany(iteration => iteration.Traversals).Where(traversal => traversal.StepMsSum > 0).ToList();
        var steps = driven.Sum(traversal => traversal.Driven.Steps);
        var json = new JsonObject
        {
            ["graph"] = training.Memory.Graph.Name,
            ["agents_count"] = iterations[0].Agents.Count,
            ["iterations"] = iterations.Count - 1,
            ["nodes_visited"] = Integers(iterations.Select(iteration => iteration.NodesVisited)),
            ["time_s"] = Numbers(iterations.Select(iteration => iteration.TimeS)),
            ["battery"] = Numbers(iterations.Select(iteration => iteration.Battery)),
            ["infeasible_steps"] = iterations.Sum(iteration => iteration.InfeasibleSteps + iteration.InfeasiblePlans),
            ["capacity_increases"] = iterations.Sum(iteration => iteration.CapacityIncreases),
            ["came_home"] = iterations.All(iteration => iteration.AllCameHome),
            ["replan_ms_max"] = JsonText.Number(iterations.Max(iteration => iteration.ReplanMsMax)),
            ["step_ms_mean"] = JsonText.Number(steps == 0 ? 0 : driven.Sum(traversal => traversal.StepMsSum) / steps),
            ["step_ms_max"] = JsonText.Number(driven.Count == 0 ? 0 : driven.Max(traversal => traversal.StepMsMax)),
            ["qps_per_step_mean"] = JsonText.Number(steps == 0 ? 0 : (double)driven.Sum(traversal => traversal.Qps) / steps),
            [
                "routes"] = new JsonArray(
                    [.. iterations.Select(
                        iteration => (JsonNode)new JsonArray(
                            [.. iteration.Agents.Select(agent => (JsonNode)Names(training, agent.Route))]))]),
            ["edges"] = Edges(training),
            [
                "notices"] = new JsonArray(
                    [.. iterations.SelectMany((iteration, j) => iteration.Notices.Select(notice => (JsonNode)$"iteration {j}: {notice}"))]),
        };
        if (iterations[0].Agents.Count > 1)
        {
            json["agents"] = new JsonArray(
                    [.. Enumerable.Range(0, iterations[0].Agents.Count).Select(agent => (JsonNode)Agent(iterations, agent))]);
        }

        json["run_dir"] = runFolder;
        return json;
    }

    private static JsonObject Agent(IReadOnlyList<DeliveryIteration> iterations, int agent) => new()
    {
        ["nodes_visited"] = Integers(iterations.Select(iteration => iteration.Agents[agent].NodesVisited)),
        ["time_s"] = Numbers(iterations.Select(iteration => iteration.Agents[agent].TimeS)),
        ["battery"] = Numbers(iterations.Select(iteration => iteration.Agents[agent].Battery)),
    };

    /// <summary>Edges that were driven, each first as the conservative trajectory has it and then traversal by traversal.</summary>
    private static JsonArray Edges(DeliveryTraining training)
    {
        var graph = training.Memory.Graph;
        var edges = new JsonArray();
        foreach (var group in training.EdgeHistory())
        {
            edges.Add((JsonNode)new JsonObject
            {
                ["from"] = graph.Nodes[group[0].From].Name,
                ["to"] = graph.Nodes[group[0].To].Name,
                ["time_s"] = Numbers(group.Select(traversal => traversal.TimeS)),
                ["battery"] = Numbers(group.Select(traversal => traversal.Battery)),
            });
        }

        return edges;
    }

    private static JsonArray Names(DeliveryTraining training, int[] route) =>
        new([.. route.Select(node => (JsonNode)training.Memory.Graph.Nodes[node].Name)]);

    private static JsonArray Integers(IEnumerable<int> values) => new([.. values.Select(value => (JsonNode)value)]);

    // Sums of periods carry rounding that nobody wants to read.
    private static JsonArray Numbers(IEnumerable<double> values) => JsonText.Array([.. values.Select(value => Math.Round(value, 9))]);
}
