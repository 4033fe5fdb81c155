using System.Text.Json.Nodes;

namespace MultiAgentEdge.Host.Runs;

/// <summary>What a run came to, in one number.</summary>
/// <param name="Label">What it is, for people.</param>
/// <param name="Better">1: more is better, -1: less is, 0: it is neither.</param>
public sealed record KeyFigure(string Label, double Value, int Better)
{
    // The first that is there counts.
    private static readonly (string Key, string Label, int Better)[] Known =
    [
        ("stage_cost_mean_v2", "stage cost", -1), ("stage_cost_mean_v1", "stage cost", -1),
        ("evaluation.learned.stage_cost_mean", "stage cost", -1), ("covered_share", "covered share", 1), ("return_mean", "return", 1),
        ("nodes_visited", "places on the last day", 1), ("score", "score", 1), ("version", "version", 0), ("samples_done", "samples", 0),
        ("samples_learned", "samples", 0), ("env_steps", "environment steps", 0), ("periods", "periods", 0),
    ];

    /// <summary>Null where nothing of it is known.</summary>
    /// <param name="results">As a run's verb prints them.</param>
    public static KeyFigure? Of(JsonObject? results)
    {
        if (results is null)
            return null;
        // Of a batch: its best run's.
        if (results["best"]?["figure"] is JsonValue best && best.TryGetValue<double>(out var least))
            return new KeyFigure($"best {results["figure_name"]}", least, 0);
        foreach (var (key, label, better) in Known)
        {
            JsonNode? found = results;
            foreach (var part in key.Split('.'))
                found = (found as JsonObject)?[part];
            if (found is JsonArray { Count: > 0 } days)
                found = days[^1];
            if (found is JsonValue number && number.TryGetValue<double>(out var value))
                return new KeyFigure(label, value, better);
        }

        return null;
    }
}
