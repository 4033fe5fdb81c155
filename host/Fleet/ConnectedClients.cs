using System.Collections.Concurrent;
using System.Globalization;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>Who is connected to a broker of our own, and a line for each who comes or goes. From any thread.</summary>
public sealed class ConnectedClients(TextWriter output)
{
    private readonly ConcurrentDictionary<string, BrokerClient> _clients = new(StringComparer.Ordinal);

    public IReadOnlyList<BrokerClient> Now => [.. _clients.Values.OrderBy(client => client.ClientId, StringComparer.Ordinal)];

    public void Change(BrokerClient client)
    {
        var name = client.User is null ? client.ClientId : $"{client.User} ({client.ClientId})";
        var what = client.Address is null ? $"gone:      {name}" : $"connected: {name} from {client.Address}";
        if (client.Address is null)
            _clients.TryRemove(client.ClientId, out _);
        else
            _clients[client.ClientId] = client;
        lock (_clients)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}, {_clients.Count} now"));
    }
}
