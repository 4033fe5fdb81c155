#nullable disable
using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Simulated
{
    /// <summary>
    /// A differential-drive rover behind the pins of a simulated board: duty and direction go in, encoder edges and battery counts come
    /// out. Time runs in fixed steps; tasks of the drivers (wheel-speed loops) run in between, exactly at their periods, so that the
    /// rover does the same in lock-step and in real time. Same options, same bits. Allocates nothing while it runs.
    /// </summary>
    public sealed class SimulatedRover : IAdvanceable, IInertialSensor
    {
        private readonly DifferentialDriveOptions _options;
        private readonly RoverPinMap _pins;
        private readonly SimulatedClock _clock = new SimulatedClock();
        private readonly Xoshiro256 _noise;
        private IPeriodicTask _task;

        public SimulatedRover(DifferentialDriveOptions options, RoverPinMap pins = null)
        {
            if (options.StepUs < 1)
            {
                throw new ArgumentOutOfRangeException();
            }

            _options = options;
            _pins = pins == null ? new RoverPinMap() : pins;
            _noise = new Xoshiro256(options.Seed);
            Board = new PinBoard();
            LeftWheel = new SimulatedWheel(options, options.LeftMotorFactor, options.LeftRadiusFactor, _noise);
            RightWheel = new SimulatedWheel(options, options.RightMotorFactor, options.RightRadiusFactor, _noise);
            Battery = new SimulatedBattery(options);
            double radiansPerTick = options.Nominal.RadiansPerTick;
            LeftEncoder = new EncoderWires(
                Board, _pins.LeftEncoderA, _pins.LeftEncoderB, radiansPerTick, options.BounceProbability, _noise);
            RightEncoder = new EncoderWires(
                Board, _pins.RightEncoderA, _pins.RightEncoderB, radiansPerTick, options.BounceProbability, _noise);
            Board.Drive(_pins.EmergencyStop, true);
            ShowBattery();
        }

        /// <summary>Attach it while the drivers open their pins.</summary>
        public PinBoard Board { get; private set; }

        /// <summary>The drivers' clock: it moves with the physics, step by step.</summary>
        public IClock Clock
        {
            get { return _clock; }
        }

        public SimulatedWheel LeftWheel { get; private set; }

        public SimulatedWheel RightWheel { get; private set; }

        public EncoderWires LeftEncoder { get; private set; }

        public EncoderWires RightEncoder { get; private set; }

        public SimulatedBattery Battery { get; private set; }

        /// <summary>True position along the lane, metres from where it started.</summary>
        public double PositionM { get; private set; }

        /// <summary>True distance from the lane's middle, metres, left positive.</summary>
        public double LateralM { get; private set; }

        /// <summary>True heading relative to the lane, counter-clockwise positive.</summary>
        public double HeadingRad { get; private set; }

        public double SpeedMS
        {
            get { return 0.5 * (LeftWheel.GroundSpeedMS + RightWheel.GroundSpeedMS); }
        }

        public double YawRateRadS
        {
            get { return (RightWheel.GroundSpeedMS - LeftWheel.GroundSpeedMS) / _options.Nominal.TrackWidthM; }
        }

        /// <summary>True while something holds both wheels.</summary>
        public bool IsJammed { get; set; }

        /// <inheritdoc/>
        public long NowUs
        {
            get { return _clock.NowUs; }
        }

        /// <summary>The drivers' task to run at its period, usually the body itself.</summary>
        public void Attach(IPeriodicTask task)
        {
            _task = task;
        }

        /// <summary>Puts it down elsewhere: in the frame of <see cref="PositionM"/> and <see cref="LateralM"/>.</summary>
        public void PutDown(double positionM, double lateralM, double headingRad)
        {
            PositionM = positionM;
            LateralM = lateralM;
            HeadingRad = headingRad;
        }

        /// <summary>Presses or releases the emergency stop.</summary>
        public void PressEmergencyStop(bool pressed)
        {
            Board.Drive(_pins.EmergencyStop, !pressed);
        }

        /// <summary>Breaks the wire of the emergency stop.</summary>
        public void CutEmergencyStopWire()
        {
            Board.Disconnect(_pins.EmergencyStop);
        }

        /// <inheritdoc/>
        public void AdvanceTo(long timeUs)
        {
            while (timeUs - NowUs >= _options.StepUs)
            {
                long beforeUs = NowUs;
                Step(_options.StepUs * 1e-6);
                _clock.AdvanceTo(beforeUs + _options.StepUs);
                if (_task == null)
                {
                    continue;
                }

                // 0 of a task without a period would divide by nothing.
                long periodUs = _task.PeriodUs;
                if (periodUs > 0 && NowUs / periodUs != beforeUs / periodUs)
                {
                    ShowBattery();
                    _task.RunOnce(NowUs);
                }
            }
        }

        /// <inheritdoc/>
        public bool TryReadYawRate(ref double yawRateRadS)
        {
            yawRateRadS = YawRateRadS + _options.GyroscopeBiasRadS + _options.GyroscopeNoiseRadS * _noise.NextGaussian();
            return true;
        }

        private void Step(double stepS)
        {
            double supplyV = Battery.VoltageV;
            LeftWheel.Step(ReadBridge(_pins.LeftPwm, _pins.LeftForward, _pins.LeftReverse), supplyV, stepS, IsJammed);
            RightWheel.Step(ReadBridge(_pins.RightPwm, _pins.RightForward, _pins.RightReverse), supplyV, stepS, IsJammed);
            Battery.Step(LeftWheel.CurrentA + RightWheel.CurrentA + _options.IdleCurrentA, stepS);
            LeftEncoder.Follow(LeftWheel.AngleRad);
            RightEncoder.Follow(RightWheel.AngleRad);
            HeadingRad += YawRateRadS * stepS;
            PositionM += SpeedMS * Math.Cos(HeadingRad) * stepS;
            LateralM += SpeedMS * Math.Sin(HeadingRad) * stepS;
        }

        private BridgeCommand ReadBridge(int pwmPin, int forwardPin, int reversePin)
        {
            bool forward = Board.IsHigh(forwardPin);
            bool reverse = Board.IsHigh(reversePin);
            if (forward == reverse)
            {
                return new BridgeCommand(0.0, forward);
            }

            double duty = Board.PwmDuty(pwmPin);
            return new BridgeCommand(forward ? duty : -duty, duty == 0.0);
        }

        private void ShowBattery()
        {
            Board.SetAnalog(
                _pins.BatteryChannel, Battery.VoltageV / _options.AdcFullScaleV + _options.AdcNoise * _noise.NextGaussian());
        }
    }
}
