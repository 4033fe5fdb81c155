using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Host.Boards;

/// <summary>How somebody has wired a simulated board: right, or as beginners do.</summary>
public sealed record SimulatedWiring
{
    /// <summary>The bridge's outputs of left and right are exchanged.</summary>
    public bool AreMotorsSwapped { get; init; }

    /// <summary>The two wires of the left motor.</summary>
    public bool IsLeftMotorReversed { get; init; }

    /// <summary>Its supply, say.</summary>
    public bool IsLeftEncoderDead { get; init; }

    public bool HasGyroscope { get; init; } = true;

    /// <summary>Its writing faces the floor.</summary>
    public bool IsGyroscopeUpsideDown { get; init; }

    /// <summary>The gyroscope's own rate over the true one.</summary>
    public double GyroscopeGain { get; init; } = 1;

    /// <summary>A wire of the stop button is off.</summary>
    public bool IsStopWireCut { get; init; }

    /// <summary>The pins as the drivers have them, of pins as they lead to the parts.</summary>
    internal RoverPinMap Pins()
    {
        var pins = new RoverPinMap();
        if (AreMotorsSwapped)
        {
            (pins.LeftPwm, pins.RightPwm) = (pins.RightPwm, pins.LeftPwm);
            (pins.LeftForward, pins.RightForward) = (pins.RightForward, pins.LeftForward);
            (pins.LeftReverse, pins.RightReverse) = (pins.RightReverse, pins.LeftReverse);
        }

        if (IsLeftMotorReversed)
            (pins.LeftForward, pins.LeftReverse) = (pins.LeftReverse, pins.LeftForward);
        if (IsLeftEncoderDead)
        {
            // Nothing leads there.
            pins.LeftEncoderA = 36;
            pins.LeftEncoderB = 39;
        }

        return pins;
    }

    /// <summary>The chip on its bus; null without one.</summary>
    internal IRegisters? Bus(SimulatedRover body) => !HasGyroscope
        ? null
        : new SimulatedGyroscope(
            GyroscopeRegisters.Lsm6dso, () => (IsGyroscopeUpsideDown ? -1 : 1) * GyroscopeGain * body.YawRateRadS);
}
