using System.Diagnostics;
using System.Text.Json;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Tests.Integration.Coverage;

namespace MultiAgentEdge.Tests.Integration.Cluster;

/// <summary>A broker, simulated rovers of several fleets, and what a listener hears of them: whether one ever stopped, went back or
/// leapt.</summary>
internal sealed class ServedFleets : IDisposable
{
    /// <summary>For whatever a test waits for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly MqttNetBroker broker = MqttNetBroker.Start();
    private readonly CancellationTokenSource end = new();
    private readonly Task<Cli.CliRun> simulator;

    /// <param name="kind">lanes; coverage: they cover landmarks; plane: a polygon that follows a circle.</param>
    public ServedFleets(int fleets, string kind = "lanes")
    {
        Folder = Directory.CreateTempSubdirectory("mae cluster ").FullName;
        var mission = kind switch
        {
            "coverage" => Coverage(StillActor.Write(Folder, 8, periodS: 0.25)),
            "plane" => InThePlane,
            _ => OnLanes,
        };
        Names = [.. Enumerable.Range(1, fleets).Select(n => $"lab-{n:000}")];
        foreach (var name in Names.Append("lab"))
        {
            File.WriteAllText(PathOf(name), $$"""
                fleet: {{name}}
                broker: { host: 127.0.0.1, port: {{broker.Port}} }
                {{mission}}
                """);
        }

        simulator = Cli.CliRun.Of(end.Token, "sim", "--fleet", PathOf("lab"), "--fleets", $"{fleets}");
    }

    private const string OnLanes = """
        rovers: [{ name: rover-1 }, { name: rover-2 }, { name: rover-3 }]
        formation: { distances: [{ from: rover-1, to: rover-2, distance_m: 1 }, { from: rover-2, to: rover-3, distance_m: 1 }] }
        """;

    private const string InThePlane = """
        period_s: 0.25
        rovers:
          - { name: rover-1, body: rover, start: { x_m: 1.1, y_m: 0 } }
          - { name: rover-2, body: rover, start: { x_m: 1.1, y_m: 0.7 } }
          - { name: rover-3, body: rover, start: { x_m: 1.1, y_m: -0.7 } }
        formation: { shape: polygon, path: circle, size_m: 1.5, speed_m_s: 0.2 }
        """;

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
    /// <param name="said">Gets what it prints, line by line; to be locked while it is read.</param>
    public static Process Start(string[] arguments, List<string>? said = null)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(MaeApp).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Keep(string? line)
        {
            if (line is null || said is null)
                return;
            lock (said)
                said.Add(line);
        }
    }

    /// <summary>Asks a process to end, as an operating system does.</summary>
    public static async Task EndAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
    }

    /// <summary>Listens for a while.</summary>
    public static void Pump(List<FleetListener> listeners, TimeSpan time)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time;)
            listeners.ForEach(listener => listener.Listen(() => true, TimeSpan.FromMilliseconds(10)));
    }

    /// <summary>Asks a cluster until it answers as wanted.</summary>
    public static async Task<JsonElement> WaitAsync(
        string[] cluster, Func<JsonElement, bool> done, string what, Action? meanwhile = null)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience;)
        {
            var run = await Cli.CliRun.Of(["fleets", .. cluster, "--json"]);
            if (run.Output.Length > 0 && run.Json.TryGetProperty("fleets", out _) && done(run.Json))
                return run.Json;
            meanwhile?.Invoke();
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"{what} did not come within {Patience.TotalSeconds:0} s");
        return default;
    }

    private static string Coverage(string policy) => $$"""
        serve: coverage --policy "{{policy}}" --landmark 1,0
        rovers:
          - { name: rover-1, body: rover, start: { x_m: 0, y_m: 0 } }
          - { name: rover-2, body: rover, start: { x_m: 0, y_m: 1 } }
          - { name: rover-3, body: rover, start: { x_m: 0, y_m: -1 } }
        """;
}
