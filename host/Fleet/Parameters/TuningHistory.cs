using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Fleet.Parameters;

/// <summary>Who turned what, when, and what came of it: from the run folders of <c>mae param set</c>.</summary>
public static class TuningHistory
{
    /// <summary>Newest first.</summary>
    /// <param name="fleet">Name of the fleet.</param>
    public static IReadOnlyList<TuningEntry> Of(string runs, string fleet) =>
        [.. new RunCatalog(runs).Entries()
            .Where(entry => entry.Verb == "param set" && entry.Document?["options"]?["fleet"]?.ToString() == fleet)
            .Select(TuningEntry.Read).OfType<TuningEntry>()];

    /// <summary>The newest change that is in force: neither taken back nor itself the taking back of another; null: there is none.</summary>
    public static TuningEntry? LastInForce(string runs, string fleet)
    {
        var all = Of(runs, fleet);
        var undone = all.Where(entry => entry.UndoOf is not null && entry.HasWorked).Select(entry => entry.UndoOf).ToHashSet();
        return all.FirstOrDefault(entry => entry.UndoOf is null && entry.HasWorked && !undone.Contains(entry.Run));
    }
}

/// <summary>One turn of a parameter.</summary>
/// <param name="Run">Name of its run folder.</param>
/// <param name="Before">Rover to its numbers before.</param>
/// <param name="HasWorked">At least one rover drives with it.</param>
public sealed record TuningEntry(
    string Run, DateTimeOffset AtUtc, string Who, ParameterChange Change, string? UndoOf, bool HasWorked,
    IReadOnlyDictionary<string, double[]> Before, JsonArray Rovers)
{
    internal static TuningEntry? Read(RunEntry entry)
    {
        var options = entry.Document!["options"]!;
        if (ParameterChange.TryRead(options) is not { } change)
            return null;
        var rovers = entry.Document["results"]?["rovers"] as JsonArray ?? [];
        var before = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var rover in rovers)
        {
            if (rover?["before"] is JsonArray values)
                before[rover["name"]!.ToString()] = [.. values.Select(value => value!.GetValue<double>())];
        }

        return new TuningEntry(
            entry.Name, entry.StartedUtc, options["who"]?.ToString() ?? "", change, options["undo_of"]?.ToString(),
            rovers.Any(rover => rover?["state"]?.ToString() == "active"), before, rovers);
    }
}
