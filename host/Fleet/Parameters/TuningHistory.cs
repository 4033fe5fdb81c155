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

    /// <summary>Keeps a change that the host of a fleet has taken from somebody who does not wait for its rovers.</summary>
    /// <param name="answer">Of the host, with <c>who</c> and <c>change</c>.</param>
    /// <param name="host">Who commands the fleet.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Keep(string runs, string fleet, JsonObject answer, string? host)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (ParameterChange.TryRead(answer["change"]) is not { } change)
            return;
        var options = change.ToJson();
        (options["fleet"], options["who"], options["by_host"], options["undo_of"]) = (fleet, answer["who"]?.ToString(), host, null);
        var rovers = answer["rovers"]?.DeepClone().AsArray() ?? [];
        foreach (var rover in rovers)
            rover!["state"] = TuningEntry.Taken;
        using var journal = RunJournal.Begin(runs, "set", new RunHeader("param set", options));
        journal.Complete(new JsonObject { ["version"] = answer["version"]?.DeepClone(), ["rovers"] = rovers });
    }

    /// <summary>The newest change that is in force: neither taken back nor itself the taking back of another; null: there is
    /// none.</summary>
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
/// <param name="HasWorked">At least one rover drives with it, or its host has taken it and nobody waited for the rovers.</param>
public sealed record TuningEntry(
    string Run, DateTimeOffset AtUtc, string Who, ParameterChange Change, string? UndoOf, bool HasWorked,
    IReadOnlyDictionary<string, double[]> Before, JsonArray Rovers)
{
    internal const string Taken = "taken";

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
            rovers.Any(rover => rover?["state"]?.ToString() is "active" or Taken), before, rovers);
    }
}
