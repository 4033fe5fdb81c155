using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Telemetry.Records;

namespace MultiAgentEdge.Host.Web.Foxglove;

/// <summary>
/// A record that nobody keeps: its channels and messages go to the viewers that are connected, by Foxglove's WebSocket protocol
/// (foxglove.websocket.v1). What is on the wire in bytes of this product's own is left out, for no viewer reads it. Safe from any thread.
/// </summary>
public sealed class FoxgloveHub : IRecordSink
{
    private const byte MessageData = 1;

    /// <summary>Of a channel that says what has changed: who comes later needs what came before.</summary>
    private const int MostKept = 500;

    private const int MostClients = 16;

    private readonly Lock gate = new();
    private readonly List<(string Name, string Encoding, byte[] Data)> schemas = [];
    private readonly List<Advertised> channels = [];
    private readonly List<FoxgloveClient> clients = [];

    /// <summary>Viewers that are connected.</summary>
    public int Clients
    {
        get
        {
            lock (gate)
                return clients.Count;
        }
    }

    /// <inheritdoc/>
    public ushort AddSchema(string name, string encoding, ReadOnlySpan<byte> data)
    {
        lock (gate)
        {
            schemas.Add((name, encoding, data.ToArray()));
            return (ushort)schemas.Count;
        }
    }

    /// <inheritdoc/>
    public ushort AddChannel(
        string topic, string messageEncoding, ushort schema, IReadOnlyList<KeyValuePair<string, string>>? metadata = null)
    {
        lock (gate)
        {
            var isShown = messageEncoding == "json" && metadata?.Any(pair => pair.Key == RunRecord.WireKey) != true;
            var (name, encoding, data) = schema == 0 ? ("", "", []) : schemas[schema - 1];
            var channel = new Advertised(channels.Count + 1, isShown, name == FoxgloveSchema.SceneUpdate.Name, new JsonObject
            {
                ["id"] = channels.Count + 1,
                ["topic"] = topic,
                ["encoding"] = messageEncoding,
                ["schemaName"] = name,
                ["schema"] = Encoding.UTF8.GetString(data),
                ["schemaEncoding"] = encoding,
            });
            channels.Add(channel);
            if (isShown)
                clients.ForEach(client => client.Send(Advertise([channel])));
            return (ushort)channels.Count;
        }
    }

    /// <inheritdoc/>
    public void Write(ushort channel, ulong logNs, ReadOnlySpan<byte> data)
    {
        lock (gate)
        {
            var its = channels[channel - 1];
            if (!its.IsShown)
                return;
            if (its.IsKept)
            {
                its.Kept.Enqueue((logNs, data.ToArray()));
                while (its.Kept.Count > MostKept)
                    its.Kept.Dequeue();
            }

            foreach (var client in clients)
            {
                if (client.SubscriptionOf(its.Id) is { } subscription)
                    client.Send(Message(subscription, logNs, data));
            }
        }
    }

    /// <inheritdoc/>
    public void Attach(string name, string mediaType, ReadOnlySpan<byte> data, ulong logNs = 0)
    {
    }

    /// <inheritdoc/>
    public void AddMetadata(string name, IEnumerable<KeyValuePair<string, string>> pairs)
    {
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

    /// <inheritdoc/>
    public void Complete()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
            clients.ForEach(client => client.End());
    }

    /// <summary>Says something to every viewer.</summary>
    internal void Tell(JsonObject message)
    {
        lock (gate)
            clients.ForEach(client => client.Send(message));
    }

    /// <returns>False where there are too many.</returns>
    internal bool Enter(FoxgloveClient client, JsonObject serverInfo)
    {
        lock (gate)
        {
            if (clients.Count >= MostClients)
                return false;
            clients.Add(client);
            client.Send(serverInfo);
            var shown = channels.Where(channel => channel.IsShown).ToList();
            if (shown.Count > 0)
                client.Send(Advertise(shown));
            return true;
        }
    }

    internal void Leave(FoxgloveClient client)
    {
        lock (gate)
            clients.Remove(client);
    }

    /// <returns>False: there is no such channel.</returns>
    internal bool Subscribe(FoxgloveClient client, uint subscription, int channel)
    {
        lock (gate)
        {
            if (channel < 1 || channel > channels.Count || !channels[channel - 1].IsShown)
                return false;
            client.Subscriptions[channel] = subscription;
            foreach (var (logNs, data) in channels[channel - 1].Kept)
                client.Send(Message(subscription, logNs, data));
            return true;
        }
    }

    internal void Unsubscribe(FoxgloveClient client, uint subscription)
    {
        lock (gate)
        {
            foreach (var channel in client.Subscriptions.Where(pair => pair.Value == subscription).Select(pair => pair.Key).ToList())
                client.Subscriptions.Remove(channel);
        }
    }

    private static JsonObject Advertise(IReadOnlyList<Advertised> those) => new()
    {
        ["op"] = "advertise",
        ["channels"] = new JsonArray([.. those.Select(channel => (JsonNode)channel.Json.DeepClone())]),
    };

    private static byte[] Message(uint subscription, ulong logNs, ReadOnlySpan<byte> data)
    {
        var bytes = new byte[13 + data.Length];
        bytes[0] = MessageData;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), subscription);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(5), logNs);
        data.CopyTo(bytes.AsSpan(13));
        return bytes;
    }

    private sealed record Advertised(int Id, bool IsShown, bool IsKept, JsonObject Json)
    {
        public Queue<(ulong LogNs, byte[] Data)> Kept { get; } = [];
    }
}
