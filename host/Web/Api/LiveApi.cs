using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Web.Live;

namespace MultiAgentEdge.Host.Web.Api;

/// <summary>A fleet that drives: what is seen of it, and what it is told. A stop is everybody's; all else needs <c>--control</c>.</summary>
internal static class LiveApi
{
    private const int MostPages = 32;
    private const int MostSamples = 2000;
    private const int MostSeries = 2000;
    private const int MostOrderCharacters = 16_384;

    public static void Map(WebApplication application, IWatched watched, WatchOptions options)
    {
        application.MapGet("/api/stream", context => StreamAsync(context, watched, options));
        if (watched is not FleetWatch watch)
            return;
        application.MapGet("/api/curves", context => CurvesAsync(context, watch));
        application.MapGet("/api/signals", context => Answers.JsonAsync(
            context, new JsonObject { ["signals"] = new JsonArray([.. watch.Signals().Select(name => (JsonNode)name)]) }));
        application.MapPost("/api/stop", async context =>
        {
            if (await Answers.BodyAsync(context) is not { } body)
                return;
            watch.Stop(Answers.Who(context), Answers.Text(body, "rover"));
            await Answers.JsonAsync(context, new JsonObject { ["asked"] = true });
        });
        application.MapPost("/api/release", context => Answers.ControlAsync(context, options.MayControl, _ =>
        {
            watch.Release(Answers.Who(context));
            return Answers.JsonAsync(context, new JsonObject { ["asked"] = true });
        }));
        application.MapPost("/api/arm", context => Answers.ControlAsync(context, options.MayControl, _ =>
        {
            watch.Arm(Answers.Who(context));
            return Answers.JsonAsync(context, new JsonObject { ["asked"] = true });
        }));
        application.MapGet("/api/parameters", context => Answers.JsonAsync(context, new JsonObject
        {
            ["parameters"] = new JsonArray(
                [.. ParameterDeclarations.All.Where(one => one.IsLive).Select(one => (JsonNode)Declaration(one))]),
        }));
        application.MapPost("/api/tune", context => Answers.ControlAsync(context, options.MayControl, body =>
        {
            var change = ParameterChange.TryRead(body["change"])?.ToJson();
            var ask = Answers.Text(body, "ask");
            if (change is null && ask is not { Length: > 0 and <= 64 })
                throw Answers.NoRequest("Nothing is to be turned, and nothing is asked.", "Send {\"change\": {...}}, or {\"ask\": NAME}.");
            var asked = change is null ? new JsonObject { ["ask"] = ask } : new JsonObject { ["change"] = change };
            var id = watch.Tune(Answers.Who(context), asked);
            return Answers.JsonAsync(context, new JsonObject { ["id"] = id });
        }));
        application.MapPost("/api/tell", context => Answers.ControlAsync(context, options.MayControl, body =>
        {
            if (body["order"] is not JsonObject order || order.ToJsonString() is not { Length: <= MostOrderCharacters } text)
                throw Answers.NoRequest("There is no order.", "Send {\"order\": {...}}.");
            var topic = Answers.Text(body, "topic") ?? Topics.Orders;
            if (topic is not (Topics.Orders or Topics.CoverageOrders))
                throw Answers.NoRequest($"No mission takes orders on {NameText.Short(topic)}.", "See order.topic of its scene.");
            watch.Tell(Answers.Who(context), topic, text, Words(order));
            return Answers.JsonAsync(context, new JsonObject { ["asked"] = true });
        }));
    }

    // As mae param list has it: one source.
    private static JsonObject Declaration(ParameterDeclaration one) => new()
    {
        ["name"] = one.Name,
        ["unit"] = one.Unit,
        ["least"] = one.Least,
        ["most"] = one.Most,
        ["default"] = one.Default,
        ["description"] = one.Description,
    };

    private static string Words(JsonObject order) =>
        string.Join(", ", order.Select(one => $"{one.Key} {NameText.Short(Words(one.Value))}"));

    // What is moved by its name, many places by their number; numbers as they are.
    private static string Words(JsonNode? value) => value switch
    {
        JsonArray named when named.All(one => one is JsonObject) => string.Join(", ", named.Select(one => $"{one!["name"] ?? "one"}")),
        JsonArray places when places.All(one => one is JsonArray) => $"{places.Count} places",
        _ => value?.ToJsonString().Trim('"') ?? "null",
    };

    private static async Task StreamAsync(HttpContext context, IWatched watch, WatchOptions options)
    {
        if (watch.Pages >= MostPages)
        {
            await Answers.ErrorAsync(
                context, StatusCodes.Status503ServiceUnavailable, "MAE593", $"{MostPages} pages are open.", "Close one.");
            return;
        }

        context.Response.ContentType = "text/event-stream";
        var about = new JsonObject { ["control"] = options.MayControl, ["version"] = VersionInfo.ToJson() };
        var client = watch.Open();
        try
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                if (client.IsBehind)
                    await context.Response.Body.WriteAsync(watch.Hello(client, about), context.RequestAborted);
                else if (client.TryTake(out var message))
                    await context.Response.Body.WriteAsync(message, context.RequestAborted);
                else if (!await client.WaitAsync(context.RequestAborted))
                    return;
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed.
        }
        finally
        {
            watch.Close(client);
        }
    }

    private static Task CurvesAsync(HttpContext context, FleetWatch watch)
    {
        var query = context.Request.Query;
        var signals = List(query["signals"]);
        var rovers = List(query["rovers"]);
        if (signals.Count * rovers.Count is 0 or > MostSeries
            || !long.TryParse(query["since"].ToString() is { Length: > 0 } text ? text : "-1", CultureInfo.InvariantCulture, out var since))
        {
            return Answers.ErrorAsync(context, Answers.NoRequest(
                $"No signals or rovers are named, or more than {MostSeries} of both.",
                "Ask for /api/curves?signals=...&rovers=...&since=MILLISECONDS."));
        }

        return Answers.BytesAsync(context, watch.Curves(since, signals, rovers, MostSamples));
    }

    private static List<string> List(string? text) => [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Take(256)];
}
