using System.Net;
using System.Net.Sockets;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>A TCP port that nobody listens on. Somebody else may be quicker to take it.</summary>
public static class FreePort
{
    public static int On(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
