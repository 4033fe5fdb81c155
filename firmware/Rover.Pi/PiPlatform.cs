using System.Net.NetworkInformation;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>A Raspberry Pi under systemd: to restart is to end, the unit starts it again.</summary>
public sealed class PiPlatform : IPlatform
{
    public string BoardName => "raspberry-pi";

    public string SerialNumber { get; } = NetworkInterface.GetAllNetworkInterfaces()
        .Where(one => one.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .Select(one => one.GetPhysicalAddress().ToString())
        .FirstOrDefault(address => address.Length > 0, "");

    public bool IsNetworkUp => NetworkInterface.GetIsNetworkAvailable();

    public long FreeBytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - GC.GetTotalMemory(forceFullCollection: false);

    public void Reboot() => Environment.Exit(1);
}
