namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// A two-wheeled rover on a straight lane, in the formation controller's coordinates: state [position along the lane m, speed m/s],
    /// input [acceleration m/s^2] held until the next call. Between two calls <see cref="RunOnce"/> runs the wheel-speed loops, the
    /// odometry and the plausibility checks. It protects itself from its owner's death: without a new input for
    /// the input time-out it stops. Allocates nothing after construction; safe to call from several threads.
    /// </summary>
    public sealed partial class DifferentialDriveBody : IBody, IPeriodicTask, IPoseEstimate, IInertialSensor
    {
        /// <summary>How far the reference speed may lead or trail the estimate: no lunge after the rover was held.</summary>
        private const double ReferenceSlackMS = 0.25;

        /// <summary>Deceleration where the owner is gone. Rubber on a hard floor passes 4 m/s^2; motors that are shorted brake ten times as
        /// hard, the wheels slide, and what slides no encoder counts: the rover would be elsewhere than it believes for ever
        /// after.</summary>
        private const double BrakeMS2 = 3.0;

        /// <summary>From the largest speed to rest, and half as long again: whatever the encoders say, the motors are stopped
        /// then.</summary>
        private const long LongestBrakeUs = 600000;

        private const double StandstillMS = 0.02;

        private readonly DifferentialDriveGeometry _geometry;
        private readonly IMotor _leftMotor;
        private readonly IMotor _rightMotor;
        private readonly WheelSpeedLoop _leftLoop;
        private readonly WheelSpeedLoop _rightLoop;
        private readonly DriveOdometry _odometry;
        private readonly DriveMonitor _monitor;
        private readonly object _gate = new object();
        private readonly double[] _input = new double[1];
        private readonly double[] _none = new double[1];
        private readonly long _inputTimeoutUs;
        private readonly long _faultRestUs;
        private bool _isDriving;
        private bool _isPlanar;
        private bool _isPoint;
        private double _yawRateRadS;
        private double _accelerationMS2;
        private double _referenceSpeedMS;
        private double _referenceRateMS2;
        private double _leftDuty;
        private double _rightDuty;
        private long _inputAgeUs;
        private long _brakeUs;
        private long _restUs;

        /// <param name="geometry">The rover's figures; read at construction only.</param>
        /// <param name="leftMotor">Positive duty drives forward, as does the right one's.</param>
        /// <param name="rightMotor">See <paramref name="leftMotor"/>.</param>
        /// <param name="leftEncoder">Counts up when driving forward, as does the right one.</param>
        /// <param name="rightEncoder">See <paramref name="leftEncoder"/>.</param>
        /// <param name="inertialSensor">For the heading, counter-clockwise positive; null where there is none.</param>
        /// <param name="wheelPeriodUs">Period of the wheel-speed loops; 20,000 suits the default geometry.</param>
        /// <param name="inputTimeoutUs">The rover stops where no input came for so long; some four control periods.</param>
        /// <param name="isFused">See <see cref="DriveOdometry"/>.</param>
        /// <param name="isTracked">Likewise.</param>
        public DifferentialDriveBody(
            DifferentialDriveGeometry geometry,
            IMotor leftMotor,
            IMotor rightMotor,
            IEncoder leftEncoder,
            IEncoder rightEncoder,
            IInertialSensor inertialSensor,
            int wheelPeriodUs,
            long inputTimeoutUs,
            bool isFused = false,
            bool isTracked = true)
        {
            _geometry = geometry;
            _leftMotor = leftMotor;
            _rightMotor = rightMotor;
            _leftLoop = new WheelSpeedLoop(geometry);
            _rightLoop = new WheelSpeedLoop(geometry);
            // 0.12 s at the default wheel period: longer than a start from rest, and a blind wheel speeds up meanwhile.
            _monitor = new DriveMonitor(geometry, 6);
            _odometry = new DriveOdometry(geometry, _monitor, leftEncoder, rightEncoder, inertialSensor, isFused, isTracked);
            Point = isTracked ? new PointLaw(geometry, PointLaw.DefaultLookAheadM) : null;
            _inputTimeoutUs = inputTimeoutUs;
            _faultRestUs = 5000000;
            PeriodUs = wheelPeriodUs;
            StopLocked();
        }

        /// <inheritdoc cref="IPeriodicTask.PeriodUs"/>
        public int PeriodUs { get; private set; }

        /// <inheritdoc cref="IBody.StateCount"/>
        public int StateCount
        {
            get { return 2; }
        }

        /// <inheritdoc cref="IBody.InputCount"/>
        public int InputCount
        {
            get { return 1; }
        }

        /// <summary>How the point before the axle is driven by <see cref="TryActuatePoint"/>; null on a lane, as the other
        /// coordinates in the plane.</summary>
        public PointLaw Point { get; private set; }

        /// <summary>Why <see cref="TrySense"/> refuses; a stuck or slipping wheel is forgiven after five seconds at rest.</summary>
        public DriveFault Fault
        {
            get { return _monitor.Fault; }
        }

        /// <summary>False before the first wheel period and while <see cref="Fault"/> is not none.</summary>
        public bool TrySense(double[] state)
        {
            lock (_gate)
            {
                if (!_odometry.IsReady || _monitor.Fault != DriveFault.None)
                {
                    return false;
                }

                state[0] = _odometry.PositionM;
                state[1] = _odometry.SpeedMS;
                return true;
            }
        }

        /// <summary>
        /// Takes an acceleration, clamped to the geometry's largest. False and stopped where it is not finite, or while a wheel is stuck or
        /// slips.
        /// </summary>
        public bool TryActuate(double[] input)
        {
            double accelerationMS2 = input[0];
            lock (_gate)
            {
                bool isFinite = !double.IsNaN(accelerationMS2) && !double.IsInfinity(accelerationMS2);
                if (!isFinite || _monitor.Fault == DriveFault.EncoderStuck || _monitor.Fault == DriveFault.WheelSlip)
                {
                    StopLocked();
                    return false;
                }

                if (!_isDriving)
                {
                    _isDriving = true;
                    _referenceSpeedMS = _odometry.SpeedMS;
                    _leftLoop.Reset();
                    _rightLoop.Reset();
                }

                _isPlanar = false;
                _isPoint = false;
                _accelerationMS2 = Clamp(accelerationMS2, _geometry.MaxAccelerationMS2);
                _inputAgeUs = 0;
                _brakeUs = 0;
                return true;
            }
        }

        /// <summary>Where in the plane the rover stands.</summary>
        public void SetPose(double xM, double yM, double headingRad)
        {
            lock (_gate)
            {
                _odometry.Reset(xM, yM, headingRad);
            }
        }

        /// <summary>As <see cref="TrySense"/>, in the plane: x, y, m; heading, rad; speed, m/s.</summary>
        public bool TrySensePlanar(double[] state)
        {
            lock (_gate)
            {
                if (!_odometry.IsReady || _monitor.Fault != DriveFault.None)
                {
                    return false;
                }

                state[0] = _odometry.XM;
                state[1] = _odometry.YM;
                state[2] = _odometry.HeadingRad;
                state[3] = _odometry.SpeedMS;
                return true;
            }
        }

        /// <summary>As <see cref="TryActuate"/>, in the plane: yaw rate, rad/s, counter-clockwise positive; acceleration, m/s^2.</summary>
        public bool TryActuatePlanar(double[] input)
        {
            double yawRateRadS = input[0];
            lock (_gate)
            {
                _input[0] = double.IsNaN(yawRateRadS) || double.IsInfinity(yawRateRadS) ? yawRateRadS : input[1];
                if (!TryActuate(_input))
                {
                    return false;
                }

                _isPlanar = true;
                _yawRateRadS = yawRateRadS;
                return true;
            }
        }

        /// <summary>As <see cref="TryActuate"/>, for the point before the axle: its acceleration in x and y, m/s^2.</summary>
        public bool TryActuatePoint(double[] input)
        {
            double sum = input[0] + input[1];
            lock (_gate)
            {
                bool goesOn = _isDriving && _isPoint;
                _none[0] = double.IsNaN(sum) || double.IsInfinity(sum) ? sum : 0.0;
                if (!TryActuate(_none))
                {
                    return false;
                }

                if (!goesOn)
                {
                    Point.Begin(_odometry.HeadingRad, _odometry.SpeedMS, YawRateRadS);
                }

                Point.SetAcceleration(input[0], input[1]);
                _isPlanar = true;
                _isPoint = true;
                return true;
            }
        }

        /// <inheritdoc cref="IBody.Stop"/>
        public void Stop()
        {
            lock (_gate)
            {
                StopLocked();
            }
        }

        /// <inheritdoc cref="IPeriodicTask.RunOnce"/>
        public void RunOnce(long nowUs)
        {
            lock (_gate)
            {
                long periodUs = _odometry.Update(nowUs, _referenceRateMS2, _leftDuty, _rightDuty);
                if (_odometry.Filter != null && _odometry.WayS > 0.0)
                {
                    // From here, not from further down: the deepest calls are a board's heap.
                    _odometry.Filter.Step(
                        _odometry.LeftWayM, _odometry.RightWayM, _odometry.WayYawRateRadS, _odometry.WayS, nowUs);
                }

                if (periodUs <= 0 && _odometry.PauseUs == 0)
                {
                    return;
                }

                if (_isDriving)
                {
                    // A pause ages the input too. The wheels get their next duty when there is a speed to hold again.
                    _inputAgeUs += periodUs + _odometry.PauseUs;
                    if (_monitor.Fault == DriveFault.EncoderStuck || _monitor.Fault == DriveFault.WheelSlip)
                    {
                        StopLocked();
                    }
                    else if ((_inputAgeUs <= _inputTimeoutUs || TryBrake(periodUs)) && periodUs > 0)
                    {
                        DriveWheels(periodUs * 1e-6);
                    }
                }
                else
                {
                    Rest(periodUs);
                }
            }
        }

        /// <summary>No input for too long: to rest, without sliding. False: it rests.</summary>
        private bool TryBrake(long periodUs)
        {
            double speedMS = _referenceSpeedMS < 0.0 ? -_referenceSpeedMS : _referenceSpeedMS;
            _brakeUs += periodUs;
            if (speedMS <= StandstillMS || _brakeUs > LongestBrakeUs)
            {
                StopLocked();
                return false;
            }

            if (periodUs <= 0)
            {
                return true;
            }

            _isPoint = false;
            double periodS = periodUs * 1e-6;
            double leftMS = speedMS - (BrakeMS2 * periodS);
            double share = leftMS > 0.0 ? leftMS / speedMS : 0.0;
            _accelerationMS2 = _referenceSpeedMS * (share - 1.0) / periodS;
            _yawRateRadS *= share;
            return true;
        }

        private double YawRateRadS
        {
            get
            {
                double trackWidthM = _geometry.TrackWidthM > 0.0 ? _geometry.TrackWidthM : 1.0;
                return (_odometry.RightSpeedRadS - _odometry.LeftSpeedRadS) * _geometry.WheelRadiusM / trackWidthM;
            }
        }

        private void DriveWheels(double periodS)
        {
            double speedMS = _odometry.SpeedMS;
            double reference = _referenceSpeedMS + _accelerationMS2 * periodS;
            if (_isPoint)
            {
                Point.Step(_odometry.HeadingRad, speedMS, YawRateRadS, periodS);
                reference = Point.SpeedMS;
                _yawRateRadS = Point.YawRateRadS;
            }

            reference = Clamp(reference, _geometry.MaxSpeedMS);
            reference = speedMS + Clamp(reference - speedMS, ReferenceSlackMS);
            // What the wheels are really asked for: less than the input at the limits.
            _referenceRateMS2 = periodS > 0.0 ? (reference - _referenceSpeedMS) / periodS : 0.0;
            _referenceSpeedMS = reference;

            double radiusM = _geometry.WheelRadiusM > 0.0 ? _geometry.WheelRadiusM : 1.0;
            // Heading hold: turn back at 2 rad/s a radian, at most 1 rad/s; positive heading is to the left of the lane.
            double turnRadS = Clamp(-2.0 * _odometry.LaneHeadingRad, 1.0);
            double differenceMS = 0.5 * turnRadS * _geometry.TrackWidthM;
            // A standing rover does not turn on the spot for the sake of its heading.
            double scale = _referenceSpeedMS < 0.0 ? -_referenceSpeedMS : _referenceSpeedMS;
            differenceMS = _isPlanar ? 0.5 * _yawRateRadS * _geometry.TrackWidthM : Clamp(differenceMS, 0.5 * scale);

            _leftDuty = _leftLoop.Update((_referenceSpeedMS - differenceMS) / radiusM, _odometry.LeftSpeedRadS, periodS);
            _rightDuty = _rightLoop.Update((_referenceSpeedMS + differenceMS) / radiusM, _odometry.RightSpeedRadS, periodS);
            bool leftTook = _leftMotor.SetDuty(_leftDuty);
            bool rightTook = _rightMotor.SetDuty(_rightDuty);
            if (!leftTook || !rightTook)
            {
                StopLocked();
            }
        }

        private void Rest(long periodUs)
        {
            _restUs += periodUs;
            if (_restUs > _faultRestUs && _monitor.Fault != DriveFault.None)
            {
                _monitor.Reset();
            }
        }

        private void StopLocked()
        {
            _leftMotor.Stop();
            _rightMotor.Stop();
            if (_isDriving)
            {
                _restUs = 0;
            }

            _isDriving = false;
            _isPoint = false;
            if (Point != null)
            {
                Point.Rest();
            }

            _accelerationMS2 = 0.0;
            _referenceSpeedMS = 0.0;
            _referenceRateMS2 = 0.0;
            _leftDuty = 0.0;
            _rightDuty = 0.0;
            _inputAgeUs = 0;
            _brakeUs = 0;
        }

        private static double Clamp(double value, double limit)
        {
            return value > limit ? limit : value < -limit ? -limit : value;
        }
    }
}
