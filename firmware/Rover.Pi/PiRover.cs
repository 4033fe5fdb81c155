extern alias simulated;

using System.Device.Adc;
using System.Device.Gpio;
using System.Diagnostics;
using MultiAgentEdge.Firmware.Loading;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Naming;
using MultiAgentEdge.Programs;
using SystemClock = simulated::MultiAgentEdge.Hardware.Simulated.SystemClock;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>Opens what a Raspberry Pi rover has (hardware/boards/raspberry-pi) and runs it. Everything that decides is in
/// firmware/Rover.</summary>
public static class PiRover
{
    private const int WheelPeriodUs = 20_000;

    /// <summary>Of an update: reading, checking or erasing a whole slot.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AliveEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Drives until Ctrl-C.</summary>
    /// <param name="isLaunched">This program came over the air, and a launcher has started it.</param>
    /// <returns>Exit code.</returns>
    public static int Run(string settingsPath, bool isLaunched)
    {
        using var ended = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            ended.Cancel();
        };
        return Run(settingsPath, PiMachine.Open, ended.Token, isLaunched);
    }

    /// <summary>Drives until it is cancelled; wheels stand then.</summary>
    /// <param name="settingsPath">A file of <c>mae provision --out</c>; state is kept beside it.</param>
    /// <param name="open">Asked once the settings are good.</param>
    /// <param name="isLaunched">This program came over the air, and a launcher has started it.</param>
    /// <returns>Exit code.</returns>
    public static int Run(string settingsPath, Func<PiMachine> open, CancellationToken cancel, bool isLaunched = false)
    {
        ArgumentNullException.ThrowIfNull(open);
        var file = new StateFile(settingsPath);
        var settings = new RoverSettings();
        var text = new byte[RoverSettings.TextBytes];
        if (!settings.TryRead(text, file.Read(text)))
        {
            Console.Error.WriteLine(
                $"MAE327 {settingsPath} is missing or damaged. Make it: mae provision --out rover.cfg --name rover-1 --broker-host HOST");
            return 3;
        }

        if (settings.SkippedCount > 0)
        {
            Console.Error.WriteLine(
                $"MAE328 {settingsPath} has {settings.SkippedCount} lines that this firmware does not take: {settings.Skipped}. "
                + "Write it anew: mae provision --out");
        }

        // A default in the place of one of these would be another rover's name, or less protection.
        if (!settings.MayConnect)
            return 3;

        using var link = LinkFactory.Choose(LinkFactory.Auto).Create();
        var agentLink = new MessagingLink(
            link, Options(settings, Path.Combine(Path.GetDirectoryName(Path.GetFullPath(settingsPath))!, "ca.crt")));
        using var manager = new ServiceManager();
        using var programs = new PiPrograms(settingsPath);
        var host = programs.Host(settings.ToOptions(0), agentLink, new SystemClock());
        if (isLaunched)
            programs.Record.Open();
        else if (Launch(settingsPath, programs, host, manager, cancel) is { } code)
            return code;
        if (TryOpen(open) is not { } machine)
            return 3;
        using var opened = machine;
        var clock = machine.Clock;
        using var store = new FileFlash(settingsPath + ".slots", 16, 4096);
        var parts = Parts(machine, settings, store);
        parts.SettingsFile = file;
        parts.Agent.Link = agentLink;
        parts.Agent.Program = new ProgramWatch(host);
        var body = (DifferentialDriveBody)parts.Agent.Body;
        var rover = new BoardRover(parts, settings, new StateFile(settingsPath + ".boots"));
        Repeat("wheels", () => body.RunOnce(clock.NowUs), cancel);
        Repeat("watchdog", () => rover.Guard(clock.NowUs), cancel);
        manager.Ready();
        EventHandler stop = (_, _) => body.Stop();
        AppDomain.CurrentDomain.ProcessExit += stop;
        try
        {
            Drive(rover, manager, cancel);
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= stop;
            body.Stop();
        }

        return 0;
    }

    /// <summary>The installed program is the launcher of those that come over the air.</summary>
    /// <returns>Exit code; null where it is to drive itself.</returns>
    private static int? Launch(
        string settingsPath, PiPrograms programs, ProgramHost host, ServiceManager manager, CancellationToken cancel)
    {
        var launcher = new Launcher(programs, settingsPath + ".d", PiPrograms.Own, manager.Alive);
        return launcher.Decide() switch
        {
            BootAction.RunSlot => launcher.Run(["--settings", Path.GetFullPath(settingsPath), "--launched"], cancel),
            BootAction.Update or BootAction.Recover => TakeUpdate(host, launcher.Slots, manager, cancel),
            _ => null,
        };
    }

    private static int TakeUpdate(ProgramHost host, ProgramSlots slots, ServiceManager manager, CancellationToken cancel)
    {
        // Without pins: nothing can drive while there is no program. A slot of 64 MB that is read or erased takes longer than the service
        // manager waits for a word, so another thread gives that.
        var receiver = new UpdateReceiver(host, slots, isRecovery: false);
        manager.Ready();
        var polled = Stopwatch.GetTimestamp();
        using var beat = new Timer(_ => Beat(), null, TimeSpan.Zero, AliveEvery);
        while (!receiver.IsDone && !cancel.IsCancellationRequested)
        {
            receiver.Poll();
            Volatile.Write(ref polled, Stopwatch.GetTimestamp());
            Thread.Sleep(5);
        }

        return 0;

        void Beat()
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref polled)) < LongestStep)
                manager.Alive();
        }
    }

    /// <summary>Null, and why on standard error, where this machine has no pins for this user.</summary>
    private static PiMachine? TryOpen(Func<PiMachine> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DllNotFoundException or PlatformNotSupportedException)
        {
            Console.Error.WriteLine(
                $"MAE339 pins and buses of this machine cannot be opened: {(e.InnerException ?? e).Message.Split('\n')[0].TrimEnd()} "
                + "Look at: ls /dev/gpiochip0 /dev/spidev0.0 && id -nG (gpio spi i2c) && ldconfig -p | grep libgpiod");
            return null;
        }
    }

    /// <summary>Until it is told to end.</summary>
    private static void Drive(BoardRover rover, ServiceManager manager, CancellationToken cancel)
    {
        var alive = Stopwatch.GetTimestamp();
        while (!cancel.IsCancellationRequested)
        {
            rover.Poll();
            if (Stopwatch.GetElapsedTime(alive) > AliveEvery)
            {
                alive = Stopwatch.GetTimestamp();
                manager.Alive();
            }

            Thread.Sleep(1);
        }
    }

    /// <summary>All but link and files.</summary>
    private static BoardParts Parts(PiMachine machine, RoverSettings settings, FileFlash store)
    {
        var (gpio, clock, pins) = (machine.Gpio, machine.Clock, PiPins.Map);
        var left = Motor(machine, 0, pins.LeftForward, pins.LeftReverse);
        var right = Motor(machine, 1, pins.RightForward, pins.RightReverse);
        var leftEncoder = Encoder(gpio, pins.LeftEncoderA, pins.LeftEncoderB);
        var rightEncoder = Encoder(gpio, pins.RightEncoderA, pins.RightEncoderB);
        var gyroscope = RegisterGyroscope.Find(
            new PiRegisters(() => machine.I2c(GyroscopeChip.Lsm6dsoAddress)),
            new PiRegisters(() => machine.I2c(GyroscopeChip.Mpu6050Address)));
        if (gyroscope is not null)
            gyroscope.Scale = settings.GyroscopeScale;
        var body = new DifferentialDriveBody(
            settings.ToGeometry(), left, right, leftEncoder, rightEncoder, gyroscope, WheelPeriodUs, 1_000_000, gyroscope is not null);
        var battery = new DividerBattery(
            new AdcChannel(machine.Converter, pins.BatteryChannel), 3.3 * settings.Number(RoverSettings.BatteryPermille, 1000) * 0.001,
            30000, 10000, 1, 12, 4);
        return new BoardParts
        {
            Agent = new RoverHardware
            {
                Clock = clock,
                Stopwatch = new SystemClock(),
                Body = body,
                Store = store,
                EmergencyStop = new EmergencyStopInput(gpio.OpenPin(pins.EmergencyStop, PinMode.InputPullDown), clock, 20_000),
                Battery = battery,
                OtherBody = new PlanarDriveBody(body, battery, clock, 8.4, 6.0),
                PointBody = new PointDriveBody(body),
                Pose = body,
                Radio = new PiRadio(),
            },
            LeftMotor = left,
            RightMotor = right,
            LeftEncoder = leftEncoder,
            RightEncoder = rightEncoder,
            Gyroscope = gyroscope?.Chip.Name ?? "none",
            YawRate = body,
            Light = new StatusLed(gpio.OpenPin(pins.StatusLed, PinMode.Output)),
            Platform = machine.Platform,
        };
    }

    private static HBridgeMotor Motor(PiMachine machine, int channel, int forward, int reverse) => new(
        machine.Pwm(channel), machine.Gpio.OpenPin(forward, PinMode.Output), machine.Gpio.OpenPin(reverse, PinMode.Output), machine.Clock,
        2000, 1);

    private static QuadratureEncoder Encoder(GpioController gpio, int a, int b) =>
        new(gpio.OpenPin(a, PinMode.Input), gpio.OpenPin(b, PinMode.Input), false);

    private static LinkOptions Options(RoverSettings settings, string authority)
    {
        var hosts = settings.Text(RoverSettings.BrokerHost) ?? "127.0.0.1";
        var port = settings.Number(RoverSettings.BrokerPort, settings.Number(RoverSettings.BrokerTls, 0) == 1 ? 8883 : 1883);
        return new()
        {
            ClientId = settings.Text(RoverSettings.Name) ?? "rover-1",
            CaFile = settings.Number(RoverSettings.BrokerTls, 0) == 1 ? authority : null,
            Host = BrokerHosts.At(hosts, 0),
            Port = port,
            Others = [.. Enumerable.Range(1, BrokerHosts.Count(hosts) - 1).Select(turn => (BrokerHosts.At(hosts, turn), port))],
            User = settings.Text(RoverSettings.BrokerUser),
            Password = settings.Text(RoverSettings.BrokerPassword),
        };
    }

    private static void Repeat(string name, Action work, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        new Thread(() =>
        {
            for (var i = 1L; !cancel.IsCancellationRequested; i++)
            {
                PreciseSleep.Until(start, TimeSpan.FromMicroseconds(i * WheelPeriodUs));
                work();
            }
        })
        { IsBackground = true, Name = name, Priority = ThreadPriority.Highest }.Start();
    }
}
