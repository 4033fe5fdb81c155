extern alias simulated;

using System.Device.Gpio;
using MultiAgentEdge.Firmware.Pi;
using MultiAgentEdge.Hardware;
using simulated::MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Tests.Rover.Pi;

/// <summary>
/// A Raspberry Pi rover without a Raspberry Pi: System.Device.Gpio's controller, PWM channels, SPI and I2C devices are the real ones, with
/// drivers behind them that end at the pins of a simulated rover. Its physics run in real time, on a thread of their own, as a world does.
/// </summary>
public sealed class SimulatedPi : IDisposable
{
    private const int GyroscopeAddress = 0x6A; // of an LSM6DSO
    private const int LongestStepUs = 5_000;
    private const int BatteryPeriodUs = 20_000;
    private readonly CancellationTokenSource end = new();
    private readonly Thread world;
    private readonly SystemClock clock = new();

    public SimulatedPi(DifferentialDriveOptions options)
    {
        Rover = new SimulatedRover(options, PiPins.Map);
        Rover.Attach(new Meter());
        world = new Thread(Run) { IsBackground = true, Name = "world" };
        world.Start();
    }

    public SimulatedRover Rover { get; }

    /// <summary>The gyroscope's chip; null: none answers.</summary>
    public SimulatedGyroscope? Gyroscope { get; init; }

    public PiMachine Open()
    {
        using var attached = Rover.Board.Attach();
        var pins = PiPins.Map;
        return new PiMachine
        {
            Gpio = new GpioController(new BoardGpioDriver(Rover.Board)),
            Pwm = channel => Pwm(channel == 0 ? pins.LeftPwm : pins.RightPwm),
            Converter = new BoardConverter(),
            Clock = Rover.Clock,
            Platform = new Machine(),
            I2c = address => new BoardI2cDevice(address, address == GyroscopeAddress ? Gyroscope : null),
        };
    }

    public void Dispose()
    {
        end.Cancel();
        world.Join();
        end.Dispose();
    }

    private BoardPwmChannel Pwm(int pin)
    {
        using var attached = Rover.Board.Attach();
        return new BoardPwmChannel(pin);
    }

    private void Run()
    {
        var (lastUs, untilUs) = (clock.NowUs, Rover.NowUs);
        while (!end.IsCancellationRequested)
        {
            // A machine that was busy gets no burst of wheels that nobody controls: its world stood still meanwhile, clock and all.
            var nowUs = clock.NowUs;
            untilUs += Math.Min(nowUs - lastUs, LongestStepUs);
            Rover.AdvanceTo(untilUs);
            lastUs = nowUs;
            Thread.Sleep(1);
        }
    }

    /// <summary>A test must not end because a loop stood still.</summary>
    private sealed class Machine : IPlatform
    {
        public string BoardName => "raspberry-pi";

        public string SerialNumber => "";

        public bool IsNetworkUp => true;

        public long FreeBytes => -1;

        public void Reboot() => throw new InvalidOperationException("The loop stood still for ten seconds.");
    }

    // Whose period shows the battery's voltage at the divider.
    private sealed class Meter : IPeriodicTask
    {
        public int PeriodUs => BatteryPeriodUs;

        public void RunOnce(long nowUs)
        {
        }
    }
}
