using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Fleet.Description;

/// <summary>What a mission's host may show of its world and of where it has come to, one of each, every key of which may be missing but
/// mission and space; and what it leaves for the next host.</summary>
internal static class SceneWords
{
    public static JsonObject Scene() => (JsonObject)JsonNode.Parse(
        """
        {
          "mission": "formation", "space": "plane", "period_s": 0.25,
          "path": { "name": "circle", "is_closed": true, "points_m": [[1.5, 0]], "centre_m": [0, 0], "size_m": 1.5 },
          "shape": { "name": "triangle", "offsets_m": [[0.35, 0]] },
          "landmarks_m": [[0.5, 0.5]], "landmark_radius_m": 0.1,
          "graph": { "nodes": [{ "name": "depot", "x_m": 0, "y_m": 0, "is_depot": true }], "edges": [[0, 1]] },
          "obstacles": [{ "name": "a post", "x_m": 1, "y_m": 1, "radius_m": 0.2 }],
          "walls": [{ "name": "a wall", "from_m": [0, 1], "to_m": [2, 1], "thickness_m": 0.05 }], "bounds_m": [-3, -3, 3, 3],
          "order": {
            "shapes": ["line"], "paths": ["circle"], "speed_m_s": { "value": 0.2, "min": 0, "max": 0.4, "step": 0.01 },
            "size_m": { "value": 1.5, "min": 0.3, "max": 5, "step": 0.1 }, "pause": false,
            "topic": "formation", "moves": ["path", "places", "obstacles", "landmarks"]
          }
        }
        """)!;

    public static JsonObject Progress() => (JsonObject)JsonNode.Parse(
        """
        {
          "tick": 1, "time_s": 0.25, "share": 1, "at_m": [1.5, 0], "error_m": 0.01, "covered": 2, "landmarks": 3,
          "day": 1, "days": 3, "visited": 2, "home": 1,
          "rovers": { "rover-1": { "place_m": [1.85, 0], "plan_m": [[1.85, 0.05]] } }
        }
        """)!;

    /// <summary>The state is the mission's own business.</summary>
    public static JsonObject Mission() => (JsonObject)JsonNode.Parse(
        """
        {
          "serve": "formation", "version": 8, "state": {},
          "turned": [{ "name": "stage_input_weight", "element": 0, "values": [2.5], "rover": "rover-1" }],
          "before": { "version": 7, "turned": [], "state": {} }
        }
        """)!;

    public static JsonObject Pace() => (JsonObject)JsonNode.Parse(
        """{ "pace": [1, 0.5, 0.1, 0, 0, 0, 0, 77], "direction": 1, "share": 1, "speed_m_s": 0.2 }""")!;
}
