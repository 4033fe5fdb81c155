#nullable disable
using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>
    /// One driven wheel: first-order motor behind a dead band, then a tyre that loses a wandering share of its way and passes no
    /// more than the traction limit.
    /// </summary>
    public sealed class SimulatedWheel
    {
        private const double SlipTimeConstantS = 0.5;

        /// <summary>Below it static friction holds an undriven wheel.</summary>
        private const double StictionRadS = 0.05;

        private readonly DifferentialDriveOptions _options;
        private readonly double _motorFactor;
        private readonly double _radiusFactor;
        private readonly Xoshiro256 _noise;
        private double _slipDeviation;
        private double _burstS;
        private double _burstShare;

        /// <param name="options">The rover.</param>
        /// <param name="motorFactor">True over nominal speed of this motor.</param>
        /// <param name="radiusFactor">True over nominal radius of this wheel.</param>
        /// <param name="noise">Shared by both wheels, drawn in a fixed order.</param>
        public SimulatedWheel(DifferentialDriveOptions options, double motorFactor, double radiusFactor, Xoshiro256 noise)
        {
            _options = options;
            _motorFactor = motorFactor;
            _radiusFactor = radiusFactor;
            _noise = noise;
        }

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
            double drive = Math.Abs(command.Duty) * supplyV / _options.NominalV;
            double beyondDeadBand = Math.Max(0.0, drive - _options.DeadBandDuty) / (1.0 - _options.DeadBandDuty);
            double freeSpeed = Math.Sign(command.Duty) * beyondDeadBand * _options.Nominal.MaxWheelSpeedRadS * _motorFactor;
            double timeConstantS = command.IsBraking ? _options.BrakeTimeConstantS : _options.MotorTimeConstantS;
            SpeedRadS += (freeSpeed - SpeedRadS) * stepS / (timeConstantS + stepS);
            if (isJammed || (freeSpeed == 0.0 && Math.Abs(SpeedRadS) < StictionRadS))
            {
                SpeedRadS = 0.0;
            }

            AngleRad += SpeedRadS * stepS;
            double backEmf = SpeedRadS / _options.Nominal.MaxWheelSpeedRadS;
            CurrentA = _options.StallCurrentA * Math.Abs(Math.Sign(command.Duty) * drive - (command.Duty == 0.0 ? 0.0 : backEmf));

            _slipDeviation += -_slipDeviation * stepS / SlipTimeConstantS
                + _options.SlipSigma * Math.Sqrt(2.0 * stepS / SlipTimeConstantS) * _noise.NextGaussian();
            double wantedMS =
                SpeedRadS * _options.Nominal.WheelRadiusM * _radiusFactor * (1.0 - _options.SlipMean - _slipDeviation) * Grip(stepS);
            double limitMS = _options.TractionLimitMS2 * stepS;
            GroundSpeedMS += Math.Clamp(wantedMS - GroundSpeedMS, -limitMS, limitMS);
        }

        /// <summary>Share of the way that is left on something slippery; 1 elsewhere.</summary>
        private double Grip(double stepS)
        {
            if (_options.SlipBurstsPerS <= 0)
            {
                return 1;
            }

            _burstS -= stepS;
            if (_burstS <= 0 && _noise.NextDouble() < _options.SlipBurstsPerS * stepS)
            {
                _burstS = _options.SlipBurstS;
                _burstShare = _noise.NextUniform(_options.SlipBurstLeast, _options.SlipBurstMost);
            }

            return _burstS > 0 ? 1 - _burstShare : 1;
        }
    }
}
