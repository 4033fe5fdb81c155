using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>host/examples/listen: programs of others read what simulated rovers say.</summary>
public sealed class ListenTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("mae listen ").FullName;
    private readonly MqttNetBroker broker = MqttNetBroker.Start();

    public void Dispose()
    {
        broker.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("-i", "listener")]
    [InlineData("-V", "5")]
    public async Task Mosquitto_sub_reads_who_is_there(string option, string value)
    {
        Assert.SkipUnless(
            BrokerProgram.Find("mosquitto_sub") is not null, "mosquitto_sub is not installed: sudo apt-get install mosquitto-clients");
        string[] where = ["-h", "127.0.0.1", "-p", $"{broker.Port}", "-t", "mae/1/s1/+/info", "-C", "3"];
        var lines = await WithRovers(() => Run(BrokerProgram.Find("mosquitto_sub")!, folder, [option, value, .. where]));
        var names = lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString());
        Assert.Equal(["rover-1", "rover-2", "rover-3"], names.Order());
    }

    [Fact]
    public async Task MQTT_js_reads_states_by_the_description_alone()
    {
        var modules = Environment.GetEnvironmentVariable("MQTTJS") is { } named ? Path.Combine(named, "node_modules") : null;
        Assert.SkipUnless(BrokerProgram.Find("node") is not null, "node is not installed");
        Assert.SkipUnless(Directory.Exists(modules), "MQTT.js is not there: npm install mqtt, and its folder in MQTTJS");
        var described = await CliRun.Of("describe", "--out", Path.Combine(folder, "asyncapi.json"), "--json");
        Assert.Equal(ExitCode.Ok, described.Code);
        File.Copy(Path.Combine(Here(), "../../../host/examples/listen/watch.mjs"), Path.Combine(folder, "watch.mjs"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), modules!);
        var lines = await WithRovers(() => Run(
            BrokerProgram.Find("node")!, folder, "watch.mjs", "asyncapi.json", $"mqtt://127.0.0.1:{broker.Port}", "s1", "30"));
        var states = lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(30, states.Count);
        Assert.Equal(["rover-1", "rover-2", "rover-3"], states.Select(state => state.GetProperty("rover").GetString()).Distinct().Order());
        Assert.All(states, state => Assert.Equal(2, state.GetProperty("state").GetArrayLength()));
        Assert.All(states, state => Assert.InRange(Math.Abs(state.GetProperty("state")[0].GetDouble()), 1e-3, 3));
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private async Task<List<string>> WithRovers(Func<Task<List<string>>> listen)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var rovers = CliRun.Of(end.Token, "sim", "--broker", $"127.0.0.1:{broker.Port}");
        var lines = await listen();
        await end.CancelAsync();
        await rovers;
        return lines;
    }

    private static async Task<List<string>> Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var text = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(0, process.ExitCode);
            return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
