using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs;

/// <summary>run.json: one schema for every verb (README.md of this folder), and the way to it from what earlier programs wrote.</summary>
public static class RunDocument
{
    public const string Name = "run.json";

    /// <summary>Key of the number below.</summary>
    public const string Schema = "schema_version";

    /// <summary>Raised where a key is moved or means something else; a new key beside the others raises nothing.</summary>
    public const int SchemaVersion = 1;

    private static readonly string[] Keys =
    [
        Schema, "verb", "state", "started_utc", "finished_utc", "versions", "seed", "options", "checkpoint_every_samples", "checkpointed",
        "progress", "marks", "results", "error",
    ];

    // Before there was a schema, these stood beside the others.
    private static readonly string[] Versions = ["mae", "revision", "dotnet", "os", "architecture"];

    /// <summary>A run's document in the present schema; one of a later program as it is.</summary>
    /// <exception cref="FormatException">It is no JSON object, or its schema has no number; the message begins with the file.</exception>
    /// <exception cref="MaeException">MAE249: too large.</exception>
    public static JsonObject Read(string path)
    {
        var document = JsonFile.Read(path);
        if (document[Schema] is { } said && NumberOf(said) is null)
            throw new FormatException($"{path}: {Schema} is {said.ToJsonString()}, no number");
        return Upgraded(document);
    }

    /// <summary>Whether a later program wrote it, and keys may mean something else than here.</summary>
    public static bool IsLater(JsonObject document) => NumberOf(document[Schema]) > SchemaVersion;

    private static long? NumberOf(JsonNode? said) => said is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;

    private static JsonObject Upgraded(JsonObject document)
    {
        if (document[Schema] is not null)
            return document;
        var upgraded = new JsonObject { [Schema] = SchemaVersion };
        foreach (var key in Keys.Where(document.ContainsKey))
            upgraded[key] = document[key]?.DeepClone();
        if (Versions.Any(document.ContainsKey) && upgraded["versions"] is not JsonObject)
            upgraded["versions"] = Part(document, Versions.Where(document.ContainsKey));
        if (!upgraded.ContainsKey("seed") && upgraded["options"] is JsonObject options)
            upgraded["seed"] = options["seed"]?.DeepClone();
        if (upgraded["verb"]?.ToString() == "formation")
            upgraded["verb"] = "run formation";
        // A sentence was all that some said.
        if (upgraded["error"] is JsonValue sentence)
            upgraded["error"] = new JsonObject { ["what"] = sentence.ToString() };
        var others = document.Select(entry => entry.Key).Except(Keys).Except(Versions).ToList();
        if (others.Count > 0 && !upgraded.ContainsKey("results"))
            Pushed(document, upgraded, others);
        return upgraded;
    }

    private static JsonObject Part(JsonObject document, IEnumerable<string> keys) =>
        new(keys.Select(key => KeyValuePair.Create(key, document[key]?.DeepClone())));

    // A push had no results of their own: they stood beside the fleet, and there was no verb and no state.
    private static void Pushed(JsonObject document, JsonObject upgraded, List<string> others)
    {
        upgraded["results"] = Part(document, others.Where(key => key != "fleet"));
        if (document["fleet"] is { } fleet && !upgraded.ContainsKey("options"))
            upgraded["options"] = new JsonObject { ["fleet"] = fleet.DeepClone() };
        if (!upgraded.ContainsKey("state"))
            upgraded["state"] = RunState.Completed;
    }
}
