using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Runs.Comparison;

/// <summary>Two or more runs side by side: options that differ, figures, signals that all have recorded. The first is what the others are
/// held against.</summary>
public sealed class RunComparison
{
    private RunComparison(IReadOnlyList<RunEntry> runs, IReadOnlyList<RunSignals?> signals)
    {
        (Runs, Signals) = (runs, signals);
        Options = Leaves("verb", "seed", "versions", "options").Where(leaf => !leaf.IsSame).ToList();
        Results = [.. Leaves("results").Where(leaf => leaf.Values.All(value => FlatJson.Number(value) is not null))];
        Names = signals.All(its => its is { Names.Count: > 0 })
            ? [.. signals[0]!.Names.Where(name => signals.All(its => its!.Has(name)))]
            : [];
        Differences = [.. Names.Select(name => new SignalDifference(name, [.. signals.Select(its => its![name])]))];
    }

    public IReadOnlyList<RunEntry> Runs { get; }

    /// <summary>As <see cref="Runs"/>; null: that one has no record.</summary>
    public IReadOnlyList<RunSignals?> Signals { get; }

    /// <summary>What was asked for differently, or by other programs.</summary>
    public IReadOnlyList<ComparedLeaf> Options { get; }

    /// <summary>Every number that all came to.</summary>
    public IReadOnlyList<ComparedLeaf> Results { get; }

    /// <summary>Signals that all have recorded, in the order of the first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>One for each of <see cref="Names"/>.</summary>
    public IReadOnlyList<SignalDifference> Differences { get; }

    /// <exception cref="MaeException">MAE575: a record cannot be read.</exception>
    public static RunComparison Of(IReadOnlyList<RunEntry> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return new RunComparison(runs, [.. runs.Select(Read)]);
    }

    public JsonObject ToJson() => new()
    {
        ["runs"] = new JsonArray([.. Runs.Select(run => (JsonNode)run.ToJson())]),
        ["options_that_differ"] = new JsonObject(
            Options.Select(leaf => KeyValuePair.Create(leaf.Key, (JsonNode?)new JsonArray([.. leaf.Values.Select(v => v?.DeepClone())])))),
        ["results"] = new JsonObject(Results.Select(leaf => KeyValuePair.Create(leaf.Key, (JsonNode?)leaf.ToJson()))),
        ["signals"] = new JsonObject(Differences.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.ToJson()))),
        ["without_record"] = JsonText.Array(Runs.Zip(Signals).Where(pair => pair.Second is null).Select(pair => pair.First.Name)),
    };

    private static RunSignals? Read(RunEntry run)
    {
        if (RecordedRun.Of(run) is not { } record)
            return null;
        try
        {
            using var reader = record.Open();
            return RunSignals.Of(reader) is { Names.Count: > 0 } signals ? signals : null;
        }
        catch (FormatException exception)
        {
            throw RecordedRun.Damaged(exception);
        }
    }

    private List<ComparedLeaf> Leaves(params string[] parts)
    {
        var documents = Runs
            .Select(run => FlatJson.Of(new JsonObject(
                parts.Select(part => KeyValuePair.Create(part, run.Document?[part]?.DeepClone())))))
            .ToList();
        var keys = documents.SelectMany(document => document.Keys).Distinct().Order(StringComparer.Ordinal);
        return [.. keys.Select(key => new ComparedLeaf(
            key.StartsWith("options.", StringComparison.Ordinal) || key.StartsWith("results.", StringComparison.Ordinal) ? key[8..] : key,
            [.. documents.Select(document => document.GetValueOrDefault(key))]))];
    }
}
