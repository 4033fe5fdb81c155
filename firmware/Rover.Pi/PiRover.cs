extern alias simulated;

using System.Device.Adc;
using System.Device.Gpio;
using System.Device.Pwm;
using System.Device.Spi;
using System.Diagnostics;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Host.Messaging;
using SystemClock = simulated::MultiAgentEdge.Hardware.Simulated.SystemClock;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>Opens what a Raspberry Pi rover has (hardware/boards/raspberry-pi) and runs it. Everything that decides is in
/// firmware/Rover.</summary>
public static class PiRover
{
    private const int WheelPeriodUs = 20_000;
    private static readonly TimeSpan AliveEvery = TimeSpan.FromMilliseconds(500);

    public static int Run(string settingsPath)
    {
        var clock = new SystemClock();
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

        using var gpio = new GpioController();
        using var store = new FileFlash(settingsPath + ".slots", 16, 4096);
        using var manager = new ServiceManager();
        var left = Motor(gpio, clock, 0, 5, 6);
        var right = Motor(gpio, clock, 1, 20, 21);
        var leftEncoder = new QuadratureEncoder(gpio.OpenPin(17, PinMode.Input), gpio.OpenPin(27, PinMode.Input), false);
        var rightEncoder = new QuadratureEncoder(gpio.OpenPin(22, PinMode.Input), gpio.OpenPin(23, PinMode.Input), false);
        var gyroscope = RegisterGyroscope.Find(
            new PiRegisters(GyroscopeChip.Lsm6dsoAddress), new PiRegisters(GyroscopeChip.Mpu6050Address));
        var body = new DifferentialDriveBody(
            settings.ToGeometry(), left, right, leftEncoder, rightEncoder, gyroscope, WheelPeriodUs, 1_000_000, gyroscope is not null);
        var battery = new DividerBattery(
            new AdcChannel(SpiDevice.Create(new SpiConnectionSettings(0, 0) { ClockFrequency = 1_000_000 }), 0),
            3.3 * settings.Number(RoverSettings.BatteryPermille, 1000) * 0.001, 30000, 10000, 1, 12, 4);
        var options = Options(settings, Path.Combine(Path.GetDirectoryName(Path.GetFullPath(settingsPath))!, "ca.crt"));
        var link = LinkFactory.Choose(LinkFactory.Auto).Create();
        var rover = new BoardRover(
            new BoardParts
            {
                Agent = new RoverHardware
                {
                    Clock = clock,
                    Stopwatch = clock,
                    Link = new MessagingLink(link, options),
                    Body = body,
                    Store = store,
                    EmergencyStop = new EmergencyStopInput(gpio.OpenPin(26, PinMode.InputPullDown), clock, 20_000),
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
                Light = new StatusLed(gpio.OpenPin(16, PinMode.Output)),
                SettingsFile = file,
                Platform = new PiPlatform(),
            },
            settings,
            new StateFile(settingsPath + ".boots"));
        Repeat("wheels", () => body.RunOnce(clock.NowUs));
        Repeat("watchdog", () => rover.Guard(clock.NowUs));
        manager.Ready();
        using var ended = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => Stop(e);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => body.Stop();
        var alive = Stopwatch.GetTimestamp();
        while (!ended.IsCancellationRequested)
        {
            rover.Poll();
            if (Stopwatch.GetElapsedTime(alive) > AliveEvery)
            {
                alive = Stopwatch.GetTimestamp();
                manager.Alive();
            }

            Thread.Sleep(1);
        }

        body.Stop();
        return 0;

        void Stop(ConsoleCancelEventArgs e)
        {
            e.Cancel = true;
            ended.Cancel();
        }
    }

    private static HBridgeMotor Motor(GpioController gpio, IClock clock, int pwmChannel, int forward, int reverse) => new(
        PwmChannel.Create(0, pwmChannel, 20_000, 0), gpio.OpenPin(forward, PinMode.Output), gpio.OpenPin(reverse, PinMode.Output), clock,
        2000, 1);

    private static LinkOptions Options(RoverSettings settings, string authority) => new()
    {
        ClientId = settings.Text(RoverSettings.Name) ?? "rover-1",
        CaFile = settings.Number(RoverSettings.BrokerTls, 0) == 1 ? authority : null,
        Host = settings.Text(RoverSettings.BrokerHost) ?? "127.0.0.1",
        Port = settings.Number(RoverSettings.BrokerPort, settings.Number(RoverSettings.BrokerTls, 0) == 1 ? 8883 : 1883),
        User = settings.Text(RoverSettings.BrokerUser),
        Password = settings.Text(RoverSettings.BrokerPassword),
    };

    private static void Repeat(string name, Action work)
    {
        var start = Stopwatch.GetTimestamp();
        new Thread(() =>
        {
            for (var i = 1L; ; i++)
            {
                PreciseSleep.Until(start, TimeSpan.FromMicroseconds(i * WheelPeriodUs));
                work();
            }
        })
        { IsBackground = true, Name = name, Priority = ThreadPriority.Highest }.Start();
    }
}
