using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Runs;

/// <summary>What run.json says of a run before its first step, the same for every verb that leaves a run folder.</summary>
/// <param name="Verb">As on the command line: run coverage, train formation ...</param>
/// <param name="Options">What decides what it does, keys in snake_case with their units.</param>
public sealed record RunHeader(string Verb, JsonObject Options)
{
    /// <summary>Of its random numbers; null where it draws none.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Of a training: what it learns from between two checkpoints (samples, environment steps, days); null elsewhere.</summary>
    public int? CheckpointEverySamples { get; init; }

    /// <summary>As the document begins; its state and times are the journal's.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            [RunDocument.Schema] = RunDocument.SchemaVersion,
            ["verb"] = Verb,
            ["versions"] = new JsonObject
            {
                ["mae"] = VersionInfo.Version,
                ["revision"] = VersionInfo.Revision,
                ["dotnet"] = Environment.Version.ToString(),
                ["os"] = RuntimeInformation.OSDescription,
                ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            },
            ["seed"] = Seed,
            ["options"] = Options.DeepClone(),
        };
        if (CheckpointEverySamples is { } every)
            json["checkpoint_every_samples"] = every;
        return json;
    }
}
