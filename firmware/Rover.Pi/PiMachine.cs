extern alias simulated;

using System.Device.Gpio;
using System.Device.I2c;
using System.Device.Pwm;
using System.Device.Spi;
using MultiAgentEdge.Hardware;
using SystemClock = simulated::MultiAgentEdge.Hardware.Simulated.SystemClock;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>A Raspberry Pi: what System.Device.Gpio opens there, time, and what restarts it. Each device has a driver behind it, so that a
/// test hands in a simulated one; its clock is then that of the simulated world.</summary>
public sealed class PiMachine : IDisposable
{
    private const int MotorHz = 20_000; // beyond hearing
    private const int ConverterHz = 1_000_000;

    /// <summary>Disposed with this.</summary>
    public required GpioController Gpio { get; init; }

    /// <summary>The kernel's PWM channel 0 (left motor) or 1 (right motor), stopped, with a duty of zero.</summary>
    public required Func<int, PwmChannel> Pwm { get; init; }

    /// <summary>An MCP3008: a Raspberry Pi has no analogue input. Disposed with this.</summary>
    public required SpiDevice Converter { get; init; }

    /// <summary>A chip on the first bus, by its address.</summary>
    public required Func<int, I2cDevice> I2c { get; init; }

    /// <summary>Of encoders, control and appointments.</summary>
    public required IClock Clock { get; init; }

    public required IPlatform Platform { get; init; }

    /// <summary>The machine's own.</summary>
    /// <exception cref="PlatformNotSupportedException">No pins here.</exception>
    /// <exception cref="IOException">A bus or channel that is not switched on.</exception>
    public static PiMachine Open() => new()
    {
        Gpio = new GpioController(),
        Pwm = channel => PwmChannel.Create(0, channel, MotorHz, 0),
        Converter = SpiDevice.Create(new SpiConnectionSettings(0, 0) { ClockFrequency = ConverterHz }),
        Clock = new SystemClock(),
        Platform = new PiPlatform(),
        I2c = address => I2cDevice.Create(new I2cConnectionSettings(1, address)),
    };

    public void Dispose()
    {
        Converter.Dispose();
        Gpio.Dispose();
    }
}
