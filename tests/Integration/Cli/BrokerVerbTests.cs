using System.Diagnostics;
using System.Net.Sockets;
using System.Net;
using System.Text;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary><c>mae broker</c> in a process of its own, killed without warning.</summary>
public sealed class BrokerVerbTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("mae broker ").FullName;
    private readonly int port = Ports.Free();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_it_acknowledged_outlives_kill_9_three_times_over()
    {
        for (var life = 0; life < 3; life++)
        {
            using var broker = Start();
            using var link = new MqttNetLink();
            Connect(link, broker);
            link.Subscribe("mae/1/f/+/param/desired", QualityOfService.AtLeastOnce);
            var found = new HashSet<string>();
            while (found.Count < 10 * life)
            {
                Assert.True(link.WaitForMessage(Patience), $"{found.Count} of {10 * life} in life {life}");
                Assert.True(link.TryReceive(out var message));
                Assert.True(message.Retained);
                found.Add($"{message.Topic}={Encoding.UTF8.GetString(message.Payload)}");
            }

            Assert.Equal(Enumerable.Range(0, 10 * life).Select(i => $"{Topic(i)}={i}").Order(), found.Order());
            for (var i = 10 * life; i < 10 * (life + 1); i++)
                Assert.True(link.TryPublish(Topic(i), Encoding.UTF8.GetBytes($"{i}"), QualityOfService.AtLeastOnce, retain: true));
            // Returns when all are acknowledged.
            link.Disconnect();
            broker.Kill(entireProcessTree: true);
            broker.WaitForExit();
        }
    }

    [Fact]
    public async Task It_ends_by_itself_when_asked_to_and_a_taken_port_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var at = ((IPEndPoint)taken.LocalEndpoint).Port;
        var run = await CliRun.Of("broker", "--port", $"{at}", "--folder", folder, "--json");
        Assert.Equal((ExitCode.Unreachable, "MAE415"), (run.Code, run.Json.GetProperty("error").GetProperty("code").GetString()));
        taken.Stop();
        run = await CliRun.Of("broker", "--port", $"{port}", "--folder", folder, "--duration", "0.2", "--json");
        Assert.Equal((ExitCode.Ok, port), (run.Code, run.Json.GetProperty("port").GetInt32()));
    }

    private static string Topic(int i) => $"mae/1/f/rover-{i}/param/desired";

    private Process Start()
    {
        string[] arguments = [typeof(MaeApp).Assembly.Location, "broker", "--port", $"{port}", "--folder", folder];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
    }

    private void Connect(MqttNetLink link, Process broker)
    {
        var began = Stopwatch.GetTimestamp();
        while (!link.IsConnected)
        {
            Assert.False(broker.HasExited);
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, "the broker does not accept connections");
            link.BeginConnect(new LinkOptions { ClientId = "test", Port = port });
            SpinWait.SpinUntil(() => link.IsConnected, TimeSpan.FromSeconds(1));
        }
    }
}
