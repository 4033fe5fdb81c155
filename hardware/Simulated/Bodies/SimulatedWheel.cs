using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>
/// One driven wheel: first-order motor behind a dead band, then a tyre that loses a wandering share of its way and passes no
/// more than the traction limit.
/// </summary>
/// <param name="options">The rover.</param>
/// <param name="motorFactor">True over nominal speed of this motor.</param>
/// <param name="radiusFactor">True over nominal radius of this wheel.</param>
/// <param name="noise">Shared by both wheels, drawn in a fixed order.</param>
public sealed class SimulatedWheel(DifferentialDriveOptions options, double motorFactor, double radiusFactor, Xoshiro256 noise)
{
    private const double SlipTimeConstantS = 0.5;

    /// <summary>Below it static friction holds an undriven wheel.</summary>
    private const double StictionRadS = 0.05;

    private double _slipDeviation;
    private double _burstS;
    private double _burstShare;

    public double SpeedRadS { get; private set; }

    public double AngleRad { get; private set; }

    /// <summary>Speed of the ground contact over ground.</summary>
    public double GroundSpeedMS { get; private set; }

    public double CurrentA { get; private set; }

    /// <summary>Turns the wheel for one step.</summary>
    /// <param name="command">From the pins.</param>
    /// <param name="supplyV">Battery voltage under load.</param>
    /// <param name="stepS">Seconds.</param>
    /// <param name="isJammed">True where something holds the wheel.</param>
    public void Step(BridgeCommand command, double supplyV, double stepS, bool isJammed)
    {
        var drive = Math.Abs(command.Duty) * supplyV / options.NominalV;
        var beyondDeadBand = Math.Max(0.0, drive - options.DeadBandDuty) / (1.0 - options.DeadBandDuty);
        var freeSpeed = Math.Sign(command.Duty) * beyondDeadBand * options.Nominal.MaxWheelSpeedRadS * motorFactor;
        var timeConstantS = command.IsBraking ? options.BrakeTimeConstantS : options.MotorTimeConstantS;
        SpeedRadS += (freeSpeed - SpeedRadS) * stepS / (timeConstantS + stepS);
        if (isJammed || (freeSpeed == 0.0 && Math.Abs(SpeedRadS) < StictionRadS))
        {
            SpeedRadS = 0.0;
        }

        AngleRad += SpeedRadS * stepS;
        var backEmf = SpeedRadS / options.Nominal.MaxWheelSpeedRadS;
        CurrentA = options.StallCurrentA * Math.Abs(Math.Sign(command.Duty) * drive - (command.Duty == 0.0 ? 0.0 : backEmf));

        _slipDeviation += -_slipDeviation * stepS / SlipTimeConstantS
            + options.SlipSigma * Math.Sqrt(2.0 * stepS / SlipTimeConstantS) * noise.NextGaussian();
        var wantedMS = SpeedRadS * options.Nominal.WheelRadiusM * radiusFactor * (1.0 - options.SlipMean - _slipDeviation) * Grip(stepS);
        var limitMS = options.TractionLimitMS2 * stepS;
        GroundSpeedMS += Math.Clamp(wantedMS - GroundSpeedMS, -limitMS, limitMS);
    }

    /// <summary>Share of the way that is left on something slippery; 1 elsewhere.</summary>
    private double Grip(double stepS)
    {
        if (options.SlipBurstsPerS <= 0)
            return 1;
        _burstS -= stepS;
        if (_burstS <= 0 && noise.NextDouble() < options.SlipBurstsPerS * stepS)
            (_burstS, _burstShare) = (options.SlipBurstS, noise.NextUniform(options.SlipBurstLeast, options.SlipBurstMost));
        return _burstS > 0 ? 1 - _burstShare : 1;
    }
}
