extern alias simulated;

using MultiAgentEdge.Firmware.Pi;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Tests.Integration.Cli;
using simulated::MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Rover.Pi;

/// <summary>The program of a Raspberry Pi as it is shipped, on System.Device.Gpio with simulated drivers, in real time, over a
/// broker.</summary>
public sealed class PiRoverTests : IDisposable
{
    private const string Fleet = """
        fleet: pis
        formation: { shape: line, gap_m: 0.6, path: line, size_m: 2, speed_m_s: 0.15 }
        rovers:
          - { name: rover-1, body: rover, start: { x_m: -2.08, y_m: 0.3, heading_rad: 0 } }
          - { name: rover-2, body: rover, start: { x_m: -2.08, y_m: -0.3, heading_rad: 0 } }
        """;

    private static readonly Func<(double, double), (double, double), bool> Near =
        (a, b) => Math.Abs(a.Item1 - b.Item1) < 0.15 && Math.Abs(a.Item2 - b.Item2) < 0.15;

    private readonly string folder = Directory.CreateTempSubdirectory("mae pi ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Two_of_them_drive_a_formation_and_stand_for_a_button()
    {
        using var broker = MqttNetBroker.Start(new MqttNetBrokerOptions());
        var fleet = Path.Combine(folder, "fleet.yaml");
        await File.WriteAllTextAsync(fleet, Fleet, TestContext.Current.CancellationToken);
        string[] at = ["--broker", $"127.0.0.1:{broker.Port}", "--fleet", fleet];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var one = World(0.02);
        using var two = World(-0.02);
        Task<int>[] programs = [await Start(one, "rover-1", broker.Port, end.Token), await Start(two, "rover-2", broker.Port, end.Token)];

        var run = await CliRun.Of(["run", "formation", .. at, "--periods", "60", "--runs", folder, "--json"]);

        Assert.True(run.Code == ExitCode.Ok, run.Error);
        Assert.Equal((60, 2), (run.Json.GetProperty("periods").GetInt32(), run.Json.GetProperty("rovers_drove").GetInt32()));
        Assert.Equal(0, run.Json.GetProperty("contacts").GetInt32());
        // The line begins where they stand and leads ahead: 12 s at 0.15 m/s, less the start. Truth, not what they believe.
        Assert.All([one, two], pi => Assert.InRange(pi.Rover.PositionM, 0.3, 1.8));
        Assert.Equal((one.Rover.PositionM, one.Rover.LateralM), (two.Rover.PositionM, two.Rover.LateralM), Near);

        var status = await CliRun.Of(["status", .. at, "--json", "--timeout", "10"]);
        var rover = status.Json.GetProperty("rovers").EnumerateArray().First();
        // Four counts of a converter are 0.05 V of a battery: the divider, the converter and their figures fit each other.
        Assert.Equal(one.Rover.Battery.VoltageV, rover.GetProperty("battery_v").GetDouble(), 0.15);

        two.Rover.CutEmergencyStopWire();
        var cut = await CliRun.Of(["run", "formation", .. at, "--periods", "60", "--runs", folder, "--json", "--timeout", "30"]);
        Assert.Equal(ExitCode.Rejected, cut.Code);
        Assert.Contains("rover-2", cut.Error, StringComparison.Ordinal);
        Assert.Equal(0, two.Rover.SpeedMS);

        await end.CancelAsync();
        Assert.All(await Task.WhenAll(programs), code => Assert.Equal(0, code));
        Assert.Equal(0, one.Rover.SpeedMS, 0.01);
    }

    [Fact]
    public void Without_settings_it_opens_no_pin_and_says_what_to_type()
    {
        var code = PiRover.Run(
            Path.Combine(folder, "none.cfg"), () => throw new InvalidOperationException("A pin was opened."),
            TestContext.Current.CancellationToken);
        Assert.Equal(3, code);
    }

    [Fact]
    public async Task Without_pins_it_says_so_and_ends()
    {
        await Provision("rover-1", 1883);
        var code = PiRover.Run(
            Path.Combine(folder, "rover-1.cfg"),
            () => throw new IOException("Exception while calling libgpiod", new DllNotFoundException("libgpiod.so.3 is missing\nand more")),
            TestContext.Current.CancellationToken);
        Assert.Equal(3, code);
    }

    private async Task<Task<int>> Start(SimulatedPi pi, string name, int port, CancellationToken cancel)
    {
        var settings = await Provision(name, port);
        return Task.Factory.StartNew(
            () => PiRover.Run(settings, pi.Open, cancel), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private async Task<string> Provision(string name, int port)
    {
        var settings = Path.Combine(folder, name + ".cfg");
        var provisioned = await CliRun.Of(
            "provision", "--out", settings, "--name", name, "--broker-host", $"127.0.0.1:{port}", "--fleet-name", "pis", "--json");
        Assert.True(provisioned.Code == ExitCode.Ok, provisioned.Error);
        return settings;
    }

    private static SimulatedPi World(double bias)
    {
        SimulatedPi? pi = null;
        return pi = new SimulatedPi(new DifferentialDriveOptions())
        {
            Gyroscope = new SimulatedGyroscope(GyroscopeRegisters.Lsm6dso, () => pi!.Rover.YawRateRadS, bias),
        };
    }
}
