using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Runs.Comparison;

namespace MultiAgentEdge.Host.Web.Api;

/// <summary>What runs left behind: the list, one run, its report, its record to play back, comparisons, its removal.</summary>
internal static class RunsApi
{
    private const int MostCompared = 6;

    // A report carries its script in itself. It gets an origin of its own: it can ask this server for nothing.
    private const string ReportPolicy =
        "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(WebApplication application, WatchOptions options)
    {
        var catalog = new RunCatalog(options.Runs);
        var drives = new RecordedDrives();
        application.MapGet("/api/runs", context => Answers.JsonAsync(context, new JsonObject
        {
            ["folder"] = catalog.Root,
            ["runs"] = new JsonArray([.. catalog.Entries().Select(entry => (JsonNode)entry.ToJson())]),
        }));
        application.MapGet("/api/runs/{name}", context => OfAsync(context, catalog, entry =>
        {
            var json = entry.ToJson();
            json["document"] = entry.Document?.DeepClone();
            return Answers.JsonAsync(context, json);
        }));
        application.MapGet("/api/runs/{name}/report.html", context => OfAsync(context, catalog, async entry =>
        {
            if (entry.Page is not { } page)
            {
                await Answers.ErrorAsync(
                    context, StatusCodes.Status404NotFound, "MAE571", $"{entry.Name} left no report.", "Open another.");
                return;
            }

            context.Response.Headers.ContentSecurityPolicy = ReportPolicy;
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.SendFileAsync(page, context.RequestAborted);
        }));
        application.MapGet("/api/runs/{name}/record", context => OfAsync(
            context, catalog, entry => Answers.JsonAsync(context, drives.Of(entry).ToJson().DeepClone())));
        application.MapGet("/api/runs/{name}/curves", context => OfAsync(
            context, catalog, entry => Answers.JsonAsync(context, drives.Of(entry).Signal(context.Request.Query["signal"].ToString()))));
        application.MapGet("/api/compare", context => CompareAsync(context, catalog));
        application.MapPost("/api/runs/{name}/delete", context => Answers.ControlAsync(
            context, options.MayControl, _ => OfAsync(context, catalog, entry =>
            {
                RunCatalog.Remove(entry);
                return Answers.JsonAsync(context, new JsonObject { ["removed"] = entry.Name });
            })));
    }

    private static async Task CompareAsync(HttpContext context, RunCatalog catalog)
    {
        var names = context.Request.Query["runs"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct().ToList();
        try
        {
            if (names.Count is < 2 or > MostCompared)
                throw Answers.NoRequest($"{names.Count} runs are named.", $"Compare 2 to {MostCompared}: /api/compare?runs=A,B.");
            await Answers.JsonAsync(context, RunComparison.Of([.. names.Select(name => Find(catalog, name))]).ToJson());
        }
        catch (MaeException wrong)
        {
            await Answers.ErrorAsync(context, wrong);
        }
    }

    /// <summary>Names of folders in the catalogue alone: no path leads out of it.</summary>
    public static async Task OfAsync(HttpContext context, RunCatalog catalog, Func<RunEntry, Task> answer)
    {
        var name = (string?)context.Request.RouteValues["name"] ?? "";
        try
        {
            await answer(Find(catalog, name));
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

    internal static RunEntry Find(RunCatalog catalog, string name) =>
        name.Length > 0 && name == Path.GetFileName(name) && name != ".."
            ? catalog.Find(Path.Combine(catalog.Root, name))
            : throw new MaeException(ExitCode.Configuration, "MAE571", $"There is no run {NameText.Short(name)}.", "See the list.");
}
