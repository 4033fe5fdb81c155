using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace MultiAgentEdge.Host.Web.Foxglove;

/// <summary>One viewer: what waits for it, and what it asks for. One that reads slowly misses messages, and keeps nobody waiting.</summary>
internal sealed class FoxgloveClient(WebSocket socket)
{
    private const int MostWaiting = 2000;
    private const int MostBytes = 1 << 16;
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(10);

    private readonly Channel<(byte[] Bytes, bool IsText)> waiting = Channel.CreateUnbounded<(byte[], bool)>(
        new UnboundedChannelOptions { SingleReader = true });

    private int queued;

    /// <summary>Channel to the number that the viewer gave it; the hub's lock guards it.</summary>
    public Dictionary<int, uint> Subscriptions { get; } = [];

    public uint? SubscriptionOf(int channel) => Subscriptions.TryGetValue(channel, out var subscription) ? subscription : null;

    /// <summary>Words about channels and parameters: none is left out. Sends away who lets too many of them wait.</summary>
    public void Send(JsonObject message)
    {
        if (Interlocked.Increment(ref queued) > 2 * MostWaiting)
            End();
        else
            waiting.Writer.TryWrite((Encoding.UTF8.GetBytes(message.ToJsonString()), true));
    }

    /// <summary>A message of a channel; lost where too many wait.</summary>
    public void Send(byte[] message)
    {
        if (Volatile.Read(ref queued) >= MostWaiting)
            return;
        Interlocked.Increment(ref queued);
        waiting.Writer.TryWrite((message, false));
    }

    public void End() => waiting.Writer.TryComplete();

    /// <summary>Serves it until it goes, or is sent away.</summary>
    /// <param name="ask">What it asks for.</param>
    public async Task RunAsync(Action<JsonObject> ask, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var sending = SendAsync(over.Token);
        try
        {
            await ReadAsync(ask, over.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // It went without a word.
        }

        End();
        await over.CancelAsync();
        await sending;
    }

    private async Task ReadAsync(Action<JsonObject> ask, CancellationToken cancel)
    {
        var buffer = new byte[MostBytes];
        while (socket.State == WebSocketState.Open)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), cancel);
                length += part.Count;
                if (length == buffer.Length && !part.EndOfMessage)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, "too long", cancel);
                    return;
                }
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
                return;
            }

            if (part.MessageType == WebSocketMessageType.Text && Parse(buffer.AsSpan(0, length)) is { } asked)
                ask(asked);
        }
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        try
        {
            await foreach (var (bytes, isText) in waiting.Reader.ReadAllAsync(cancel))
            {
                Interlocked.Decrement(ref queued);
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                limit.CancelAfter(SendLimit);
                await socket.SendAsync(
                    bytes, isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, limit.Token);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "the server ends", cancel);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException
            or ObjectDisposedException)
        {
            // A viewer that does not read is let go.
            socket.Abort();
        }
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
