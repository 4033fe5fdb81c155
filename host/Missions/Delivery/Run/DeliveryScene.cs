using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>Shows a task graph to whoever looks on.</summary>
internal static class DeliveryScene
{
    public static void Show(FleetSession session, TaskGraph graph) => session.Show(new JsonObject
    {
        ["mission"] = "delivery",
        ["space"] = "plane",
        ["period_s"] = graph.Vehicle.PeriodS,
        ["graph"] = new JsonObject
        {
            ["nodes"] = new JsonArray([.. graph.Nodes.Select((node, i) => (JsonNode)new JsonObject
            {
                ["name"] = node.Name, ["x_m"] = node.XM, ["y_m"] = node.YM, ["is_depot"] = i == graph.Depot,
            })]),
            // Each way once; of a complete graph none, for all of them hide everything else.
            ["edges"] = new JsonArray([.. (graph.MayPass ? Edges(graph) : []).Select(edge => (JsonNode)new JsonArray(edge.From, edge.To))]),
        },
    }.ToJsonString());

    private static IEnumerable<(int From, int To)> Edges(TaskGraph graph) =>
        from i in Enumerable.Range(0, graph.Count)
        from j in Enumerable.Range(i + 1, graph.Count - i - 1)
        where graph.HasEdge(i, j) || graph.HasEdge(j, i)
        select (i, j);
}
