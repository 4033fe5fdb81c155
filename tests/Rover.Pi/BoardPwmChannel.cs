extern alias simulated;

using System.Device.Pwm;
using Board = simulated::System.Device.Pwm;

namespace MultiAgentEdge.Tests.Rover.Pi;

/// <summary>One of the kernel's PWM channels, on a pin of the simulated board that is attached while this is constructed.</summary>
internal sealed class BoardPwmChannel(int pin) : PwmChannel
{
    private readonly Board.PwmChannel channel = Board.PwmChannel.CreateFromPin(pin, 20_000, 0)!;

    public override int Frequency
    {
        get => channel.Frequency;
        set => channel.Frequency = value;
    }

    public override double DutyCycle
    {
        get => channel.DutyCycle;
        set => channel.DutyCycle = value;
    }

    public override void Start() => channel.Start();

    public override void Stop() => channel.Stop();
}
