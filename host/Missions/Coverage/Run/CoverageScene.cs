using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>Shows a coverage mission to whoever looks on: its landmarks, and how many of them are covered.</summary>
internal static class CoverageScene
{
    public static void Show(FleetSession session, CoverageRunOptions options, FloorEntry floor, bool takesOrders = true)
    {
        var scene = new JsonObject
        {
            ["mission"] = "coverage",
            ["space"] = "plane",
            ["period_s"] = options.Policy.PeriodS,
            ["landmarks_m"] = new JsonArray(
                [.. options.LandmarksM.Chunk(2).Select(point => (JsonNode)new JsonArray(point[0], point[1]))]),
            ["landmark_radius_m"] = options.CoverRadiusM,
        };
        if (takesOrders)
            scene["order"] = new JsonObject { ["topic"] = Topics.CoverageOrders, ["moves"] = new JsonArray("landmarks") };
        FloorJson.AddTo(scene, floor);
        session.Show(scene.ToJsonString());
    }

    public static void Progress(FleetSession session, CoverageRunOptions options, CoverageRecord record) =>
        session.ShowProgress(new JsonObject
        {
            ["tick"] = record.Tick,
            ["time_s"] = Math.Round(record.TimeS, 3),
            ["covered"] = record.Covered,
            ["landmarks"] = options.LandmarksM.Length / 2,
        }.ToJsonString());
}
