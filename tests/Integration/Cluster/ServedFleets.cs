using System.Diagnostics;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cluster;

/// <summary>A broker, simulated rovers of several fleets, and what a listener hears of them: whether one ever stopped, went back or
/// leapt.</summary>
internal sealed class ServedFleets : IDisposable
{
    private readonly MqttNetBroker broker = MqttNetBroker.Start();
    private readonly CancellationTokenSource end = new();
    private readonly Task<Cli.CliRun> simulator;

    public ServedFleets(int fleets)
    {
        Folder = Directory.CreateTempSubdirectory("mae cluster ").FullName;
        Names = [.. Enumerable.Range(1, fleets).Select(n => $"lab-{n:000}")];
        foreach (var name in Names.Append("lab"))
        {
            File.WriteAllText(PathOf(name), $$"""
                fleet: {{name}}
                broker: { host: 127.0.0.1, port: {{broker.Port}} }
                rovers: [{ name: rover-1 }, { name: rover-2 }, { name: rover-3 }]
                formation:
                  distances:
                    - { from: rover-1, to: rover-2, distance_m: 1 }
                    - { from: rover-2, to: rover-3, distance_m: 1 }
                """);
        }

        simulator = Cli.CliRun.Of(end.Token, "sim", "--fleet", PathOf("lab"), "--fleets", $"{fleets}");
    }

    public string Folder { get; }

    public IReadOnlyList<string> Names { get; }

    public string PathOf(string fleet) => Path.Combine(Folder, fleet + ".yaml");

    public void Dispose()
    {
        end.Cancel();
        try
        {
            simulator.Wait(TimeSpan.FromSeconds(20));
        }
        catch (AggregateException)
        {
            // It was told to end.
        }

        broker.Dispose();
        end.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>The real command in a process of its own.</summary>
    public static Process Start(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(MaeApp).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
