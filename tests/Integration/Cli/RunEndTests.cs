using System.Diagnostics;
using System.Text.Json;
using MultiAgentEdge.Host.Cli;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Cli;

/// <summary>The real command in a process of its own, ended by a signal, its time or a broker that is not there: whatever ends a run, its
/// records and its page are there.</summary>
public sealed class RunEndTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("mae end ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("INT", "demo-1", "formation.csv", "demo --paper --in-process --speed 1")]
    [InlineData("TERM", "formation-1", "formation.csv", "run formation --in-process --speed 1")]
    [InlineData("HUP", "delivery-1", "delivery.csv", "run delivery --in-process --iterations 1000")]
    [InlineData("INT", "learn-formation-1", "experience.csv", "run formation --learn --in-process --samples 1000000")]
    [InlineData("TERM", "train-formation-1", "experience.csv", "train formation --samples 1000000")]
    [InlineData("INT", "train-coverage-1", "curves.csv", "train coverage --episodes 1000000 --checkpoint-every 100")]
    [InlineData("TERM", "train-delivery-1", "traversals.csv", "train delivery --iterations 10000")]
    public async Task A_signal_leaves_records_and_page(string signal, string name, string records, string verb)
    {
        using var process = Start([.. verb.Split(' '), "--runs", folder]);
        var run = await FolderAsync(process, name, records);
        using (var kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var said = await EndAsync(process, ExitCode.Interrupted);
        Assert.Equal(run, said.GetProperty("run_dir").GetString());
        Hold(run, records, "stopped", "was stopped before its end");
    }

    [Fact]
    public async Task So_does_a_coverage_run()
    {
        var policy = await CliRun.Of(
            "train", "coverage", "--episodes", "8", "--evaluate", "4", "--runs", Path.Combine(folder, "policy"), "--json");
        using var process = Start(
            ["run", "coverage", "--in-process", "--speed", "1", "--policy", policy.Json.GetProperty("run_dir").GetString()!, "--runs",
                folder]);
        var run = await FolderAsync(process, "coverage-1", "coverage.csv");
        using (var kill = Process.Start("kill", ["-s", "INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await EndAsync(process, ExitCode.Interrupted);
        Hold(run, "coverage.csv", "stopped", "was stopped before its end");
    }

    [Fact]
    public async Task So_does_its_time()
    {
        using var process = Start(["run", "formation", "--in-process", "--speed", "1", "--timeout", "10", "--runs", folder]);
        var said = await EndAsync(process, ExitCode.Timeout);
        var run = said.GetProperty("run_dir").GetString()!;
        Assert.StartsWith("MAE501", said.GetProperty("code").GetString(), StringComparison.Ordinal);
        Hold(run, "formation.csv", "timed_out", "time was up before its end");
    }

    [Theory]
    [InlineData("run formation", "formation.csv")]
    [InlineData("run delivery", "delivery.csv")]
    public async Task So_does_a_broker_that_is_not_there(string verb, string records)
    {
        using var process = Start([.. verb.Split(' '), "--broker", "127.0.0.1:9", "--timeout", "2", "--runs", folder]);
        var run = (await EndAsync(process, code: null)).GetProperty("run_dir").GetString()!;
        Assert.NotEqual(ExitCode.Ok, process.ExitCode);
        Hold(run, records, state: null, "before its end");
    }

    private const string Yard = """
        name: yard
        nodes:
          - { name: depot, x_m: 0, y_m: 0 }
          - { name: gate, x_m: 3, y_m: 0.4 }
          - { name: pond, x_m: 0.5, y_m: -2 }
        limits: { time_s: 60, battery: 0.8 }
        vehicle:
          speed_max_m_s: 0.6
          conservative_speed_m_s: 0.3
          acceleration_max_m_s2: 0.3
          yaw_rate_max_rad_s: 1
          idle_draw_per_s: 0.002
          speed_draw_s_m2: 0.001
        """;

    private static string Lab(int port)
    {
        string Rover(int i) => $"{{ name: rover-{i}, body: rover, reference_m: {2 * (i - 2)}, position_min_m: -3, position_max_m: 3, "
            + $"start: {{ x_m: {0.7 * (i - 2)}, y_m: 0, heading_rad: 0 }} }}";
        return $$"""
            fleet: lab
            broker: { host: 127.0.0.1, port: {{port}} }
            rovers:
              - {{Rover(1)}}
              - {{Rover(2)}}
              - {{Rover(3)}}
            formation:
              distances:
                - { from: rover-1, to: rover-2, distance_m: -2 }
                - { from: rover-2, to: rover-3, distance_m: -2 }
            """;
    }

    private async Task<string> PolicyAsync()
    {
        var trained = await CliRun.Of(
            "train", "coverage", "--episodes", "8", "--evaluate", "4", "--runs", Path.Combine(folder, "policy"), "--json");
        return trained.Json.GetProperty("run_dir").GetString()!;
    }

    // Rovers that drive, and the broker between them and the host dies: what was driven until then is there to be looked at.
    [Theory]
    [InlineData("formation", "formation.csv")]
    [InlineData("coverage", "coverage.csv")]
    [InlineData("delivery", "delivery.csv")]
    public async Task So_does_a_broker_that_is_lost_while_they_drive(string mission, string records)
    {
        Lanes.RequireMosquitto();
        using var broker = MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false });
        var (fleet, graph) = (Path.Combine(folder, "lab.yaml"), Path.Combine(folder, "yard.yaml"));
        File.WriteAllText(fleet, Lab(broker.Port));
        File.WriteAllText(graph, Yard);
        string[] own = mission switch
        {
            "coverage" => ["--int8", "--policy", await PolicyAsync()],
            "delivery" => ["--graph", graph, "--agents", "1"],
            _ => [],
        };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sim = CliRun.Of(end.Token, "sim", "--fleet", fleet, "--json");
        using var process = Start(["run", mission, "--fleet", fleet, "--runs", folder, "--timeout", "20", .. own]);
        var run = await FolderAsync(process, mission + "-1", records);
        // Some periods of driving.
        for (var i = 0; i < 500 && new FileInfo(Path.Combine(run, records + ".partial")) is { Exists: true, Length: < 2000 }; i++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        broker.Kill();
        await EndAsync(process, code: null);
        Assert.Contains(process.ExitCode, new[] { ExitCode.Failed, ExitCode.Unreachable, ExitCode.Partial, ExitCode.Timeout });
        Hold(run, records, state: null, "before its end");
        Assert.True(File.ReadLines(Path.Combine(run, records)).Count() > 2, "rows that were driven");
        await end.CancelAsync();
        await sim;
    }

    // The run's own end is what a second signal does not wait for.
    [Fact]
    public async Task Asked_twice_it_ends_at_once()
    {
        using var process = Start(["run", "formation", "--in-process", "--speed", "1", "--runs", folder]);
        await FolderAsync(process, "formation-1", "formation.csv");
        for (var i = 0; i < 20 && !process.HasExited; i++)
        {
            using var kill = Process.Start("kill", ["-s", "TERM", $"{process.Id}"]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
    }

    private static Process Start(string[] args) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(MaeApp).Assembly.Location, .. args, "--json"])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    // The run's folder, once it records.
    private async Task<string> FolderAsync(Process process, string name, string records)
    {
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Limit && !process.HasExited)
        {
            var found = Directory.GetDirectories(folder, "*-" + name).SingleOrDefault();
            // Trainings write their tables now and then: there the checkpoint says that they go on.
            if (found is not null
                && (File.Exists(Path.Combine(found, "checkpoint.bin"))
                    || (File.Exists(Path.Combine(found, records + ".partial"))
                        && !records.StartsWith("experience", StringComparison.Ordinal))))
                return found;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException(process.HasExited ? $"it ended with {process.ExitCode}" : "it did not begin in time");
    }

    private static async Task<JsonElement> EndAsync(Process process, int? code)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        if (code is not null)
            Assert.Equal(code, process.ExitCode);
        return JsonDocument.Parse(await output).RootElement.GetProperty("error");
    }

    private static void Hold(string run, string records, string? state, string notice)
    {
        Assert.True(File.Exists(Path.Combine(run, records)), records);
        Assert.Empty(Directory.GetFiles(run, "*.partial"));
        Assert.Contains(notice, File.ReadAllText(Path.Combine(run, "report.html")), StringComparison.Ordinal);
        var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json"))).RootElement;
        Assert.NotEqual("running", document.GetProperty("state").GetString());
        if (state is not null)
            Assert.Equal(state, document.GetProperty("state").GetString());
        Assert.True(document.TryGetProperty("finished_utc", out _));
        Assert.True(document.TryGetProperty("error", out _));
    }
}
