using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Tests.Integration.Cli;

namespace MultiAgentEdge.Tests.Rover.Virtual;

/// <summary>Rover.Nano's own program on the virtual board, a process a rover, over a broker: on .NET here, and on an interpreter of
/// nanoFramework where MAE_NANOCLR names one.</summary>
public sealed class VirtualSimTests : IDisposable
{
    private const string Fleet = """
        fleet: virtual
        formation: { shape: line, gap_m: 0.6, path: line, size_m: 2, speed_m_s: 0.15 }
        rovers:
          - { name: rover-1, body: rover, start: { x_m: -2.08, y_m: 0.3, heading_rad: 0 } }
          - { name: rover-2, body: rover, start: { x_m: -2.08, y_m: -0.3, heading_rad: 0 } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("mae virtual ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Beside this assembly, in the same configuration.</summary>
    private static string DotNetProgram => Path.Combine(
        AppContext.BaseDirectory.Replace(
            Path.Combine("tests", "Rover.Virtual"), Path.Combine("firmware", "Rover.Virtual"), StringComparison.Ordinal),
        "MultiAgentEdge.Rover.Virtual.dll");

    [Fact]
    public Task On_dotnet_two_of_them_drive_a_formation() => Drive("dotnet:" + DotNetProgram);

    [Fact]
    public Task On_nanoclr_two_of_them_drive_a_formation()
    {
        var interpreter = Environment.GetEnvironmentVariable("MAE_NANOCLR");
        Assert.SkipWhen(interpreter is null, "MAE_NANOCLR names no interpreter of nanoFramework.");
        var assemblies = Environment.GetEnvironmentVariable("MAE_NANOCLR_PE") ?? Interpreter.AssembliesFolder;
        return Drive("nanoclr:" + interpreter, "--pe", assemblies);
    }

    [Fact]
    public async Task What_ends_is_started_again_and_what_ends_again_and_again_is_given_up_by_name()
    {
        var program = await Script("echo out of memory; exit 3");
        var interpreter = new Interpreter(program, [], true);
        using var team = new VirtualTeam(interpreter, [("rover-1", [1])], _ => { });

        var error = Assert.Throws<MaeException>(() => team.Run(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));

        Assert.Equal("MAE361", error.Code);
        Assert.Contains("rover-1 ends again and again; it said last: out of memory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_never_calls_is_given_up_and_ended()
    {
        var program = await Script("exec sleep 600");
        using var team = new VirtualTeam(new Interpreter(program, [], true), [("rover-1", [1])], _ => { });

        var error = Assert.Throws<MaeException>(() => team.Run(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));

        Assert.Equal("MAE361", error.Code);
        Assert.Contains("does not call within 1 s", error.Message, StringComparison.Ordinal);
        Assert.False(team.Rovers[0].IsRunning);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        var fleet = await FleetFile();
        async Task<string> Code(params string[] on)
        {
            using var broker = MqttNetBroker.Start(new MqttNetBrokerOptions());
            var run = await CliRun.Of(["sim", "--fleet", fleet, "--broker", $"127.0.0.1:{broker.Port}", "--json", .. on]);
            return $"{run.Code} {run.Json.GetProperty("error").GetProperty("code").GetString()} "
                + run.Json.GetProperty("error").GetProperty("what").GetString();
        }

        Assert.StartsWith("2 MAE002", await Code("--on", "windows"), StringComparison.Ordinal);
        Assert.StartsWith("3 MAE358", await Code("--on", "nanoclr:" + Path.Combine(folder, "none")), StringComparison.Ordinal);
        Assert.StartsWith("3 MAE358", await Code("--on", "dotnet:" + Path.Combine(folder, "none.dll")), StringComparison.Ordinal);
        var interpreter = await Script("exit 0");
        await File.WriteAllTextAsync(Path.Combine(folder, "mscorlib.pe"), "", TestContext.Current.CancellationToken);
        var without = await Code("--on", "nanoclr:" + interpreter, "--pe", folder);
        Assert.StartsWith("3 MAE359", without, StringComparison.Ordinal);
        Assert.Contains("MultiAgentEdge.Rover.Virtual.pe", without, StringComparison.Ordinal);
        Assert.DoesNotContain("mscorlib", without, StringComparison.Ordinal);
        Assert.StartsWith("2 MAE362", await Code("--on", "dotnet:" + DotNetProgram, "--track", "10"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_port_that_interpreters_call_is_one_programs_at_a_time()
    {
        using var other = new TcpListener(IPAddress.Loopback, Interpreter.CablePort);
        try
        {
            other.Start();
        }
        catch (SocketException)
        {
            // Somebody else on this machine has it: as good.
        }

        var error = Assert.Throws<MaeException>(() => new VirtualTeam(new Interpreter("sh", [], false), [], _ => { }));
        Assert.Equal("MAE360", error.Code);
    }

    private async Task Drive(params string[] on)
    {
        using var broker = MqttNetBroker.Start(new MqttNetBrokerOptions());
        var fleet = await FleetFile();
        string[] at = ["--broker", $"127.0.0.1:{broker.Port}", "--fleet", fleet];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sim = CliRun.Of(end.Token, ["sim", .. at, "--on", .. on]);

        var run = await CliRun.Of(["run", "formation", .. at, "--periods", "60", "--runs", folder, "--json", "--timeout", "240"]);

        Assert.True(run.Code == ExitCode.Ok, run.Error + (sim.IsCompleted ? (await sim).Error : ""));
        Assert.Equal((60, 2), (run.Json.GetProperty("periods").GetInt32(), run.Json.GetProperty("rovers_drove").GetInt32()));
        Assert.Equal(0, run.Json.GetProperty("contacts").GetInt32());
        var status = await CliRun.Of(["status", .. at, "--json", "--timeout", "20"]);
        Assert.All(
            status.Json.GetProperty("rovers").EnumerateArray(),
            // Two lithium cells behind divider and converter: what the virtual battery holds.
            rover => Assert.InRange(rover.GetProperty("battery_v").GetDouble(), 7.5, 8.4));

        await end.CancelAsync();
        var ended = await sim;
        Assert.Equal(ExitCode.Interrupted, ended.Code);
        var processes = ended.Output.Split('\n').Where(line => line.Contains(": process ", StringComparison.Ordinal))
            .Select(line => int.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(2, processes.Count);
        Assert.All(processes, id => Assert.Throws<ArgumentException>(() => Process.GetProcessById(id)));
    }

    private async Task<string> FleetFile()
    {
        var file = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(file, Fleet, TestContext.Current.CancellationToken);
        return file;
    }

    private async Task<string> Script(string text)
    {
        var file = Path.Combine(folder, "interpreter");
        await File.WriteAllTextAsync(file, "#!/bin/sh\n" + text + "\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }
}
