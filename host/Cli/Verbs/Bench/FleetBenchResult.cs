using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What <see cref="FleetBench"/> measured.</summary>
/// <param name="RoundTrips">Plans that a price answered.</param>
/// <param name="Lost">Plans that none answered before the next.</param>
/// <param name="Driving">Rovers that drive at the end.</param>
/// <param name="HostCpuShare">Of all cores, 0 to 1; likewise the others.</param>
/// <param name="HostBytesPerRover">Managed memory of the coordinators.</param>
internal sealed record FleetBenchResult(
    int Rovers, long RoundTrips, double P50Ms, double P99Ms, double MaxMs, long DeadlineMisses, long Lost, int Driving, double HostCpuShare,
    double SimulatorCpuShare, double BrokerCpuShare, double HostBytesPerRover)
{
    public JsonObject ToJson() => new()
    {
        ["rovers"] = Rovers,
        ["rovers_driving"] = Driving,
        ["round_trips"] = RoundTrips,
        ["p50_ms"] = JsonText.Number(P50Ms),
        ["p99_ms"] = JsonText.Number(P99Ms),
        ["max_ms"] = JsonText.Number(MaxMs),
        ["deadline_misses"] = DeadlineMisses,
        ["lost"] = Lost,
        ["host_cpu_share"] = JsonText.Number(HostCpuShare),
        ["simulator_cpu_share"] = JsonText.Number(SimulatorCpuShare),
        ["broker_cpu_share"] = JsonText.Number(BrokerCpuShare),
        ["host_bytes_per_rover"] = JsonText.Number(HostBytesPerRover),
    };
}
