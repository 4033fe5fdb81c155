using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs;

/// <summary>One run folder as <c>mae runs</c> shows it.</summary>
/// <param name="Name">Of the folder.</param>
/// <param name="Path">Absolute.</param>
/// <param name="State">running, finished, stopped, timed_out, failed, killed (nobody holds it, and its run.json still says that it runs),
/// or damaged (its run.json cannot be read).</param>
/// <param name="Document">Its run.json in the present schema; null where there is none that can be read.</param>
public sealed record RunEntry(string Name, string Path, string State, DateTimeOffset StartedUtc, long SizeBytes, JsonObject? Document)
{
    public const string Running = "running";
    public const string Finished = "finished";
    public const string Killed = "killed";
    public const string Damaged = "damaged";

    private static readonly (string Key, string Label)[] Figures =
    [
        ("stage_cost_mean_v2", "stage cost"), ("stage_cost_mean_v1", "stage cost"), ("evaluation.learned.stage_cost_mean", "stage cost"),
        ("covered_share", "covered share"),
        ("return_mean", "return"), ("nodes_visited", "places on the last day"), ("score", "score"), ("version", "version"),
        ("samples_done", "samples"),
        ("samples_learned", "samples"), ("env_steps", "environment steps"), ("periods", "periods"),
    ];

    /// <summary>As on the command line; what the folder's name says where there is no run.json.</summary>
    public string Verb => Document?["verb"] is JsonValue verb ? verb.ToString() : string.Join(' ', Name.Split('-')[1..^1]);

    /// <summary>Its page; null where it has none.</summary>
    public string? Page => File.Exists(PathOf("report.html")) ? PathOf("report.html") : null;

    /// <summary>What it came to, in one number, and what that is; null where nothing is known.</summary>
    public (string Label, double Value)? Figure
    {
        get
        {
            if (Document?["results"] is not JsonObject results)
                return null;
            foreach (var (key, label) in Figures)
            {
                JsonNode? found = results;
                foreach (var part in key.Split('.'))
                    found = (found as JsonObject)?[part];
                if (found is JsonArray { Count: > 0 } days)
                    found = days[^1];
                if (found is JsonValue number && number.TryGetValue<double>(out var value))
                    return (label, value);
            }

            return null;
        }
    }

    public string FigureText =>
        Figure is { } figure ? string.Create(CultureInfo.InvariantCulture, $"{figure.Label} {figure.Value:G4}") : "";

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["path"] = Path,
        ["verb"] = Verb,
        ["state"] = State,
        ["started_utc"] = StartedUtc.ToString("O"),
        ["figure_name"] = Figure?.Label,
        ["figure"] = Figure is { } figure ? JsonText.Number(figure.Value) : null,
        ["size_bytes"] = SizeBytes,
        ["page"] = Page,
    };

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
