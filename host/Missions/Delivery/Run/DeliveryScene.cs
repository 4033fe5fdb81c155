using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Delivery.Coordination;
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

    /// <param name="day">The first is 1.</param>
    public static void Progress(FleetSession session, TaskGraph graph, DeliveryMission mission, int day, int days, double timeS)
    {
        JsonArray Place(int node) => [graph.Nodes[node].XM, graph.Nodes[node].YM];
        session.ShowProgress(new JsonObject
        {
            ["time_s"] = Math.Round(timeS, 3),
            ["day"] = day,
            ["days"] = days,
            ["visited"] = mission.Members.SelectMany(member => member.Route).Where(node => node != graph.Depot).Distinct().Count(),
            ["home"] = mission.Members.Count(member => member.Phase == DeliveryRoverPhase.Home),
            // Where each is on its way from and to.
            ["rovers"] = new JsonObject(mission.Members.Where(member => member.Phase == DeliveryRoverPhase.Driving)
                .Select(member => KeyValuePair.Create(member.Name, (JsonNode?)new JsonObject
                {
                    ["place_m"] = Place(member.Target), ["plan_m"] = new JsonArray(Place(member.Node), Place(member.Target)),
                }))),
        }.ToJsonString());
    }

    private static IEnumerable<(int From, int To)> Edges(TaskGraph graph) =>
        from i in Enumerable.Range(0, graph.Count)
        from j in Enumerable.Range(i + 1, graph.Count - i - 1)
        where graph.HasEdge(i, j) || graph.HasEdge(j, i)
        select (i, j);
}
