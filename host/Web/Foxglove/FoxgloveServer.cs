using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Host.Web.Foxglove;

/// <summary>
/// A fleet for Foxglove and Lichtblick, while it drives: a server of foxglove.websocket.v1 on this machine alone. What viewers see is what
/// a record of the fleet would hold, from the same recorder.
/// </summary>
public sealed class FoxgloveServer : IAsyncDisposable
{
    /// <summary>Where viewers look first.</summary>
    public const int UsualPort = 8765;

    private const string Protocol = "foxglove.websocket.v1";

    /// <summary>Newer viewers ask for this name first; what is spoken here is the same.</summary>
    private const string NewerProtocol = "foxglove.sdk.v1";

    /// <summary>Until a host that drives has said what its sets have.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(2);

    private readonly FleetFile fleet;
    private readonly bool mayControl;
    private readonly IReadOnlyList<string> origins;
    private readonly FoxgloveHub hub = new();
    private readonly FoxgloveParameters parameters = new();
    private readonly TunedParameters tuned;
    private readonly CancellationTokenSource ended = new();
    private WebApplication application = null!;
    private FleetRecorder recorder = null!;
    private RunRecord record = null!;
    private Timer? asking;

    private FoxgloveServer(FleetFile fleet, bool mayControl, IReadOnlyList<string> origins, string runs)
    {
        (this.fleet, this.mayControl, this.origins) = (fleet, mayControl, origins);
        tuned = new TunedParameters((leaf, json) => recorder.Tell(leaf, json));
        tuned.Turned += (change, host) => WatchServer.TryKeep(runs, fleet.Fleet, change, host);
        tuned.Refused += words => hub.Tell(Status(words));
    }

    public int Port { get; private set; }

    /// <summary>For a viewer's "open connection".</summary>
    public string Url => $"ws://127.0.0.1:{Port}";

    public int Viewers => hub.Clients;

    /// <param name="mayControl">Viewers may set parameters.</param>
    /// <param name="origins">Web sites that may connect besides this machine's own; a viewer that is a program has none.</param>
    /// <param name="runs">Folder of runs: what viewers turn is kept beside what <c>mae param set</c> turns.</param>
    /// <exception cref="MaeException">MAE590: the port cannot be listened on.</exception>
    public static async Task<FoxgloveServer> StartAsync(
        FleetFile fleet, int port, bool mayControl, IReadOnlyList<string> origins, string runs, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var server = new FoxgloveServer(fleet, mayControl, origins, runs);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        server.application = builder.Build();
        server.application.UseWebSockets();
        server.application.Run(server.MeetAsync);
        try
        {
            await server.application.StartAsync(cancel);
        }
        catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException)
        {
            await server.application.DisposeAsync();
            throw WatchServer.NoPort(BrokerAddress.Text("127.0.0.1", port), e);
        }

        server.Port = new Uri(server.application.Urls.First()).Port;
        server.record = new RunRecord(server.hub, TimeProvider.System);
        var heard = new HeardFleet(fleet.Fleet, server.record);
        server.recorder = FleetRecorder.Start(fleet, server.record, (leaf, rover, payload) =>
        {
            heard.Hear(leaf, rover, payload);
            if (rover != Topics.HostName)
                return;
            var isOther = leaf == Topics.Scene && server.parameters.Hear(payload);
            if (server.tuned.Hear(leaf, payload) || isOther)
                server.hub.Tell(server.Values([], null));
        });
        if (mayControl)
            server.asking = new Timer(_ => server.Ask(), null, AskEvery, AskEvery);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        asking?.Dispose();
        recorder.Dispose();
        record.Dispose();
        await ended.CancelAsync();
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await application.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // A viewer that does not read does not keep the program.
        }

        await application.DisposeAsync();
        ended.Dispose();
    }

    private async Task MeetAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        if (!MayConnect(context.Request.Headers.Origin.ToString()))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var spoken = context.WebSockets.WebSocketRequestedProtocols;
        if (new[] { Protocol, NewerProtocol }.FirstOrDefault(spoken.Contains) is not { } protocol)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, context.RequestAborted);
        var client = new FoxgloveClient(socket);
        if (!hub.Enter(client, Info()))
            return;
        try
        {
            await client.RunAsync(asked => Answer(client, asked), over.Token);
        }
        finally
        {
            hub.Leave(client);
        }
    }

    // Programs have no origin; a page of another site would have its own, and may neither see nor set anything.
    private bool MayConnect(string origin) => origin.Length == 0 || origin == "file://" || origins.Contains(origin)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.IsLoopback);

    private JsonObject Info() => new()
    {
        ["op"] = "serverInfo",
        ["name"] = $"mae, fleet {fleet.Fleet}",
        ["capabilities"] = new JsonArray("parameters", "parametersSubscribe"),
        ["supportedEncodings"] = new JsonArray("json"),
        ["metadata"] = new JsonObject { ["fleet"] = fleet.Fleet, ["control"] = mayControl ? "true" : "false" },
        ["sessionId"] = $"{Port}-{Environment.ProcessId}",
    };

    private void Answer(FoxgloveClient client, JsonObject asked)
    {
        var id = asked["id"]?.ToString();
        switch (asked["op"]?.ToString())
        {
            case "subscribe":
                foreach (var one in (asked["subscriptions"] as JsonArray ?? []).OfType<JsonObject>())
                {
                    if (Number(one["id"]) is not { } subscription || Number(one["channelId"]) is not { } channel
                        || !hub.Subscribe(client, subscription, (int)channel))
                        client.Send(Status($"There is no channel {one["channelId"]?.ToJsonString() ?? "without a number"}."));
                }

                break;
            case "unsubscribe":
                foreach (var one in asked["subscriptionIds"] as JsonArray ?? [])
                {
                    if (Number(one) is { } subscription)
                        hub.Unsubscribe(client, subscription);
                }

                break;
            case "getParameters":
                var names = (asked["parameterNames"] as JsonArray ?? []).Select(name => name?.ToString() ?? "");
                client.Send(Values([.. names], id));
                break;
            case "setParameters":
                Set(client, asked["parameters"] as JsonArray ?? [], id);
                break;
            case "subscribeParameterUpdates" or "unsubscribeParameterUpdates":
                // They are few: every viewer gets all of them.
                break;
            default:
                client.Send(Status($"This server knows no {NameText.Short(asked["op"]?.ToString() ?? "message without op")}."));
                break;
        }
    }

    private void Set(FoxgloveClient client, JsonArray wanted, string? id)
    {
        if (!mayControl)
            client.Send(Status("This server only shows: start it with --control to set parameters."));
        else if (!Tell(wanted))
            client.Send(Status("None of these can be set: no mission that takes orders drives here, or the broker does not answer."));
        // What has changed comes back with the host's next scene; until then it is as before.
        client.Send(Values([], id));
    }

    private bool Tell(JsonArray wanted)
    {
        var isTold = parameters.Order(wanted) is { } order && recorder.Tell(Topics.Orders, order.ToJsonString());
        foreach (var one in wanted.OfType<JsonObject>())
            isTold |= tuned.Set(one["name"]?.ToString() ?? "", one["value"]);
        return isTold;
    }

    private void Ask()
    {
        if (parameters.HasScene && tuned.IsEmpty)
            tuned.Ask();
    }

    private JsonObject Values(IReadOnlyCollection<string> names, string? id)
    {
        var json = parameters.ToJson(names, id);
        foreach (var (name, value) in tuned.Values().Where(one => names.Count == 0 || names.Contains(one.Name)))
            json["parameters"]!.AsArray().Add((JsonNode)new JsonObject { ["name"] = name, ["value"] = value });
        return json;
    }

    private static JsonObject Status(string text) => new() { ["op"] = "status", ["level"] = 2, ["message"] = text };

    private static uint? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<uint>(out var number) ? number : null;
}
