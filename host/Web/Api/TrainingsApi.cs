using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Runs.Queue;

namespace MultiAgentEdge.Host.Web.Api;

/// <summary>Trainings, under way or over: how far each is, what happened on its way, and one curve of all of them. A batch stands for its
/// runs.</summary>
internal sealed class TrainingsApi
{
    /// <summary>Curves in one sheet.</summary>
    private const int MostShown = 32;

    private const int MostKept = 64;

    private readonly Lock gate = new();
    private readonly List<(string Folder, TrainingCurves Curves)> kept = [];
    private readonly RunCatalog catalog;

    private TrainingsApi(RunCatalog catalog) => this.catalog = catalog;

    public static void Map(WebApplication application, WatchOptions options)
    {
        var api = new TrainingsApi(new RunCatalog(options.Runs));
        application.MapGet("/api/trainings", api.AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var names = context.Request.Query["runs"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        try
        {
            if (names.Count is 0 or > MostShown)
                throw Answers.NoRequest($"{names.Count} runs are named.", $"Name 1 to {MostShown}: /api/trainings?runs=A,B&signal=NAME.");
            await Answers.JsonAsync(context, Of(names, context.Request.Query["signal"].ToString()));
        }
        catch (MaeException wrong)
        {
            await Answers.ErrorAsync(context, wrong);
        }
        catch (FormatException damaged)
        {
            await Answers.ErrorAsync(context, RecordedRun.Damaged(damaged));
        }
    }

    private JsonObject Of(List<string> names, string signal)
    {
        var all = names.SelectMany(Members).ToList();
        // By their seeds, where these tell them apart.
        var bySeed = all.Select(one => one.Entry?.Document?["seed"]?.ToString()).ToList();
        if (all.Count == names.Count && bySeed.All(seed => seed is not null) && bySeed.Distinct().Count() == all.Count)
            all = [.. all.Select((one, i) => ($"seed {bySeed[i]}", one.State, one.Entry))];
        var shown = all.Take(MostShown).Select(one => (one.Name, one.State, one.Entry, Curves: Curves(one.Entry))).ToList();
        var signals = shown.SelectMany(one => one.Curves?.Signals() ?? []).Distinct().ToList();
        return new JsonObject
        {
            ["verb"] = RunsApi.Find(catalog, names[0]).Verb,
            ["more"] = all.Count - shown.Count,
            ["signals"] = new JsonArray([.. signals.Select(name => (JsonNode)name)]),
            ["runs"] = new JsonArray([.. shown.Select(one =>
            {
                var (at, values) = one.Curves?.Of(signal) ?? ([], []);
                return (JsonNode)new JsonObject
                {
                    ["name"] = one.Name,
                    ["state"] = one.State,
                    ["progress"] = one.Entry?.Document?["progress"]?.DeepClone(),
                    ["marks"] = one.Entry?.Document?["marks"]?.DeepClone(),
                    ["figure_name"] = one.Entry?.Figure?.Label,
                    ["figure"] = one.Entry?.Figure is { } figure ? JsonText.Number(figure.Value) : null,
                    ["at"] = new JsonArray([.. at.Select(value => (JsonNode)value)]),
                    ["values"] = new JsonArray([.. values.Select(
                        value => double.IsFinite(value) ? (JsonNode)RecordedDrive.Round(value, 6) : null)]),
                };
            })]),
        };
    }

    // One that waits in a queue has no folder yet.
    private IEnumerable<(string Name, string State, RunEntry? Entry)> Members(string name)
    {
        var entry = RunsApi.Find(catalog, name);
        if (RunQueue.Open(entry.Path) is not { } queue)
            return [(entry.Name, entry.State, entry)];
        return queue.Runs.Select(run => (
            $"{run.Id}: {string.Join(", ", run.Options.Select(option => $"{option.Key.Replace('_', ' ')} {option.Value}"))}",
            run.State, run.RunFolderPath is { } path ? new RunCatalog(Path.GetDirectoryName(path)!).Find(path) : null));
    }

    private TrainingCurves? Curves(RunEntry? entry)
    {
        if (entry is null)
            return null;
        TrainingCurves curves;
        lock (gate)
        {
            var known = kept.FindIndex(one => one.Folder == entry.Path);
            curves = known < 0 ? new TrainingCurves(entry.Path) : kept[known].Curves;
            if (known >= 0)
                kept.RemoveAt(known);
            kept.Insert(0, (entry.Path, curves));
            if (kept.Count > MostKept)
                kept.RemoveAt(MostKept);
        }

        try
        {
            curves.Refresh();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is known of it, then.
        }

        return curves;
    }
}
