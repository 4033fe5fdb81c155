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

    /// <summary>As on the command line; what the folder's name says where there is no run.json.</summary>
    public string Verb => Document?["verb"] is JsonValue verb ? verb.ToString() : string.Join(' ', Name.Split('-')[1..^1]);

    /// <summary>Whether it learns: it has a table that grows with it, or is a batch of such.</summary>
    public bool IsTraining => Document?["checkpoint_every_samples"] is not null || Directory.Exists(PathOf(Queue.RunQueue.FolderName));

    /// <summary>Its page; null where it has none.</summary>
    public string? Page => File.Exists(PathOf("report.html")) ? PathOf("report.html") : null;

    /// <summary>What it came to, in one number; null where nothing is known.</summary>
    public KeyFigure? Figure => KeyFigure.Of(Document?["results"] as JsonObject);

    /// <summary>Whether its name, verb, state or options have this text, in capitals or not.</summary>
    public bool Mentions(string text) =>
        new[] { Name, Verb, State, Document?["options"]?.ToJsonString() ?? "" }.Any(
            where => where.Contains(text, StringComparison.OrdinalIgnoreCase));

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
        ["record"] = RecordedRun.Of(this)?.Path,
        ["is_training"] = IsTraining,
        ["progress"] = Document?["progress"]?.DeepClone(),
    };

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
