using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Web.Api;

/// <summary>How requests are read and answered: JSON, and errors as <c>mae --json</c> has them.</summary>
internal static class Answers
{
    public static Task JsonAsync(HttpContext context, JsonNode json) => BytesAsync(context, JsonSerializer.SerializeToUtf8Bytes(json));

    public static async Task BytesAsync(HttpContext context, byte[] json)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    public static Task ErrorAsync(HttpContext context, int status, string code, string what, string next)
    {
        context.Response.StatusCode = status;
        return JsonAsync(
            context, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["what"] = what, ["next"] = next } });
    }

    public static Task ErrorAsync(HttpContext context, MaeException wrong) =>
        ErrorAsync(
            context, wrong.ExitCode == ExitCode.Rejected ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest, wrong.Code,
            wrong.What, wrong.Next);

    /// <summary>The body of a request; null, and answered, where it is no JSON object.</summary>
    public static async Task<JsonObject?> BodyAsync(HttpContext context)
    {
        try
        {
            if (context.Request.HasJsonContentType()
                && await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) is JsonObject body)
                return body;
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            // Said below.
        }

        await ErrorAsync(context, NoRequest("The request is no JSON object.", "Send one."));
        return null;
    }

    /// <summary>MAE591: a request that is none.</summary>
    public static MaeException NoRequest(string what, string next) => new(ExitCode.Usage, "MAE591", what, next);

    /// <summary>Does something that changes something, where that is allowed; what is wrong is answered.</summary>
    public static async Task ControlAsync(HttpContext context, bool mayControl, Func<JsonObject, Task> action)
    {
        if (!mayControl)
        {
            await ErrorAsync(
                context, StatusCodes.Status403Forbidden, "MAE592", "This page only looks: its server was not started with --control.",
                "Start it so: mae watch --control");
            return;
        }

        try
        {
            if (await BodyAsync(context) is { } body)
                await action(body);
        }
        catch (MaeException wrong)
        {
            await ErrorAsync(context, wrong);
        }
    }

    public static string? Text(JsonObject body, string key) =>
        body[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>Who asks, for the list of events: this machine, or an address.</summary>
    public static string Who(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && !System.Net.IPAddress.IsLoopback(address) ? $"{address}" : "this page";
}
