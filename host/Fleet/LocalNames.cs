using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>Under which names and addresses others find this machine.</summary>
public static class LocalNames
{
    /// <summary>Addresses on networks first (IPv4), then the machine's own name, then those that only this machine knows.</summary>
    public static IReadOnlyList<string> All()
    {
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .Where(one => one.OperationalStatus == OperationalStatus.Up && one.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .Where(one => one.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(one => one.Address.ToString());
        return [.. addresses.Append(Dns.GetHostName()).Append("localhost").Append("127.0.0.1").Distinct()];
    }
}
