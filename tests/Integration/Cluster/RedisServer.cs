using System.Diagnostics;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cluster;

/// <summary>A Redis of this test's own, which ends with it.</summary>
internal sealed class RedisServer : IStoreServer
{
    private readonly GuardedProcess process;

    public RedisServer(string folder)
    {
        Port = Ports.Free();
        process = GuardedProcess.Start(
            Path.Combine(folder, $"redis-{Port}.log"), BrokerProgram.Find("redis-server")!,
            ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--dir", folder]);
        for (var watch = Stopwatch.StartNew(); !Ports.IsOpen(Port) && watch.Elapsed < TimeSpan.FromSeconds(20);)
            Thread.Sleep(20);
    }

    public int Port { get; }

    public string Address => $"redis://127.0.0.1:{Port}/lab";

    public void Kill() => process.Kill();

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
