using MultiAgentEdge.Estimation;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// Position, speed and heading from the encoders and, where there is one, an inertial sensor. The speed comes from an
    /// alpha-beta filter that is told the commanded acceleration: it neither lags a ramp nor jumps by a tick a
    /// period, which is as much as a slow rover's whole speed.
    /// <para>
    /// A pause of the wheel loop loses no way: the counters went on, so what they can have counted in that time is added, along the mean of
    /// the headings before and after; only the speed is unknown until the next reading. What they cannot have counted is a jump and is not
    /// added: it is a fault until the next plausible count. A wheel that was driven through the pause and counted nothing is stuck, or its
    /// counter stood still with the board. Counters may wrap; where a pause is so long that they may have wrapped twice, their difference
    /// says nothing and is a jump. A clock that was set back counts as such a pause, of <see cref="LongestPeriodUs"/>.
    /// </para>
    /// </summary>
    public sealed class DriveOdometry
    {
        private const double Alpha = 0.6;
        private const double Beta = 0.15;

        /// <summary>A gap longer than this is a pause: the counts in between say nothing about the present speed.</summary>
        public const long LongestPeriodUs = 500000;

        /// <summary>A tracker that has been silent for longer does not see the rover now.</summary>
        private const long SeenUs = 3000000;

        private readonly IEncoder _leftEncoder;
        private readonly IEncoder _rightEncoder;
        private readonly IInertialSensor _inertialSensor;
        private readonly bool _isFused;
        private readonly DriveMonitor _monitor;
        private readonly double _radiansPerTick;
        private readonly double _wheelRadiusM;
        private readonly double _trackWidthM;
        private int _leftTicks;
        private int _rightTicks;
        private long _lastUs;
        private bool _hasLast;
        private bool _hasSpeed;
        private double _measuredPositionM;
        private double _yawRateRadS;
        private double _xM;
        private double _yM;

        /// <param name="geometry">The rover.</param>
        /// <param name="monitor">Judges the counts.</param>
        /// <param name="leftEncoder">Counts up when driving forward, as does the right one.</param>
        /// <param name="rightEncoder">See <paramref name="leftEncoder"/>.</param>
        /// <param name="inertialSensor">May be null.</param>
        /// <param name="isFused">Whether the pose in the plane is the filter's from the start. False: it is counted, as without a filter,
        /// until a tracker has seen the rover.</param>
        /// <param name="isTracked">Whether the rover has a place in the plane, which a tracker may tell; one that drives along a lane has
        /// none, nor a filter.</param>
        public DriveOdometry(
            DifferentialDriveGeometry geometry,
            DriveMonitor monitor,
            IEncoder leftEncoder,
            IEncoder rightEncoder,
            IInertialSensor inertialSensor,
            bool isFused = false,
            bool isTracked = true)
        {
            _isFused = isFused;
            _monitor = monitor;
            _leftEncoder = leftEncoder;
            _rightEncoder = rightEncoder;
            _inertialSensor = inertialSensor;
            _radiansPerTick = geometry.RadiansPerTick;
            _wheelRadiusM = geometry.WheelRadiusM;
            _trackWidthM = geometry.TrackWidthM > 0.0 ? geometry.TrackWidthM : 1.0;
            if (!isTracked)
            {
                return;
            }

            PoseOptions options = new PoseOptions();
            options.TrackWidthM = _trackWidthM;
            options.TickM = _radiansPerTick * _wheelRadiusM;
            options.HasGyro = inertialSensor != null;
            Filter = new PoseFilter(options);
        }

        /// <summary>True once two readings made a speed; false again after a pause, until the next reading makes one.</summary>
        public bool IsReady { get; private set; }

        /// <summary>Length of the pause that the last reading ended, microseconds; 0 where there was none.</summary>
        public long PauseUs { get; private set; }

        /// <summary>Along the way driven, m.</summary>
        public double PositionM { get; private set; }

        /// <summary>Where the rover is by wheels, gyro and tracker; null on a lane. The owner lets it follow every reading,
        /// whether its pose is used or not.</summary>
        public PoseFilter Filter { get; private set; }

        /// <summary>Whether <see cref="XM"/>, <see cref="YM"/> and <see cref="HeadingRad"/> are the filter's.</summary>
        public bool UsesFilter
        {
            get { return Filter != null && (_isFused || Filter.IsTracked); }
        }

        /// <summary>In the plane, m.</summary>
        public double XM
        {
            get { return UsesFilter ? Filter.XM : _xM; }
        }

        /// <summary>In the plane, m.</summary>
        public double YM
        {
            get { return UsesFilter ? Filter.YM : _yM; }
        }

        public double SpeedMS { get; private set; }

        /// <summary>In the plane, counter-clockwise positive, without jumps of a whole turn.</summary>
        public double HeadingRad
        {
            get { return UsesFilter ? Filter.ContinuousHeadingRad : LaneHeadingRad; }
        }

        /// <summary>Counted from where the rover was put down: relative to the lane, which no tracker knows.</summary>
        public double LaneHeadingRad { get; private set; }

        /// <summary>What the inertial sensor said last, rad/s; NaN where it said nothing.</summary>
        public double SensedYawRateRadS
        {
            get { return _yawRateRadS; }
        }

        public double LeftSpeedRadS { get; private set; }

        public double RightSpeedRadS { get; private set; }

        /// <summary>Seconds of what the wheels went in the last reading, which <see cref="Filter"/> is to follow; 0: none.</summary>
        public double WayS { get; private set; }

        public double LeftWayM { get; private set; }

        public double RightWayM { get; private set; }

        /// <summary>NaN where nothing was sensed of it.</summary>
        public double WayYawRateRadS { get; private set; }

        /// <summary>Where in the plane the rover stands.</summary>
        public void Reset(double xM, double yM, double headingRad)
        {
            _measuredPositionM = xM;
            PositionM = xM;
            SpeedMS = 0.0;
            LaneHeadingRad = headingRad;
            _xM = xM;
            _yM = yM;
            if (Filter == null)
            {
                return;
            }

            bool isSeen = Filter.IsTracked && !Filter.IsLost && _lastUs - Filter.TakenUs < SeenUs;
            if (!isSeen)
            {
                // Who is seen by a tracker is not where a person once said.
                Filter.Place(xM, yM, headingRad);
            }
        }

        /// <summary>Takes one reading. Returns the period behind it in microseconds, 0 where there is none.</summary>
        /// <param name="nowUs">Time of the reading.</param>
        /// <param name="accelerationMS2">Commanded acceleration over the period.</param>
        /// <param name="leftDuty">Duty held over the period.</param>
        /// <param name="rightDuty">The same.</param>
        public long Update(long nowUs, double accelerationMS2, double leftDuty, double rightDuty)
        {
            long periodUs = nowUs - _lastUs;
            PauseUs = 0;
            WayS = 0.0;
            if (_hasLast && periodUs == 0)
            {
                return 0;
            }

            int leftTicks = _leftEncoder.Ticks;
            int rightTicks = _rightEncoder.Ticks;
            int leftStep = leftTicks - _leftTicks;
            int rightStep = rightTicks - _rightTicks;
            bool isFirst = !_hasLast;
            _leftTicks = leftTicks;
            _rightTicks = rightTicks;
            _lastUs = nowUs;
            _hasLast = true;
            if (isFirst || periodUs < 0 || periodUs > LongestPeriodUs)
            {
                SpeedMS = 0.0;
                LeftSpeedRadS = 0.0;
                RightSpeedRadS = 0.0;
                IsReady = false;
                _hasSpeed = isFirst;
                if (!isFirst)
                {
                    PauseUs = periodUs < 0 ? LongestPeriodUs : periodUs;
                    Resume(leftStep, rightStep, leftDuty, rightDuty);
                }

                return 0;
            }

            double periodS = periodUs * 1e-6;
            if (!_monitor.IsPlausible(leftStep, periodS) || !_monitor.IsPlausible(rightStep, periodS))
            {
                _monitor.NoteJump();
                return periodUs;
            }

            LeftSpeedRadS = leftStep * _radiansPerTick / periodS;
            RightSpeedRadS = rightStep * _radiansPerTick / periodS;
            double sensorRadS = double.NaN;
            bool hasSensor = _inertialSensor != null && _inertialSensor.TryReadYawRate(ref sensorRadS);
            double yawRateDifference = Turn(hasSensor ? sensorRadS : double.NaN, periodS);
            _monitor.Judge(leftDuty, rightDuty, leftStep, rightStep, yawRateDifference);
            double metresPerTick = _radiansPerTick * _wheelRadiusM;
            SetWay(leftStep * metresPerTick, rightStep * metresPerTick, _yawRateRadS, periodS);
            Smooth(0.5 * (leftStep + rightStep) * _radiansPerTick * _wheelRadiusM, accelerationMS2, periodS);
            IsReady = true;
            return periodUs;
        }

        /// <summary>Adds the way of a pause.</summary>
        private void Resume(int leftStep, int rightStep, double leftDuty, double rightDuty)
        {
            double pauseS = PauseUs * 1e-6;
            if (!_monitor.IsPlausible(leftStep, pauseS) || !_monitor.IsPlausible(rightStep, pauseS))
            {
                _monitor.NoteJump();
                return;
            }

            _monitor.JudgePause(leftDuty, rightDuty, leftStep, rightStep);
            double leftM = leftStep * _radiansPerTick * _wheelRadiusM;
            double rightM = rightStep * _radiansPerTick * _wheelRadiusM;
            double turnRad = (rightM - leftM) / _trackWidthM;
            double wayM = 0.5 * (leftM + rightM);
            double sin;
            double cos;
            Trigonometry.SinCos(LaneHeadingRad + (0.5 * turnRad), out sin, out cos);
            LaneHeadingRad += turnRad;
            _xM += wayM * cos;
            _yM += wayM * sin;
            PositionM += wayM;
            _measuredPositionM += wayM;
            SetWay(leftM, rightM, double.NaN, pauseS);
        }

        private void SetWay(double leftM, double rightM, double yawRateRadS, double timeS)
        {
            LeftWayM = leftM;
            RightWayM = rightM;
            WayYawRateRadS = yawRateRadS;
            WayS = timeS;
        }

        /// <summary>Integrates the heading; returns by how much the encoders' yaw rate is above the inertial sensor's.</summary>
        /// <param name="sensorRadS">What it says; NaN for nothing.</param>
        private double Turn(double sensorRadS, double periodS)
        {
            double encoderRadS = (RightSpeedRadS - LeftSpeedRadS) * _wheelRadiusM / _trackWidthM;
            _yawRateRadS = sensorRadS;
            if (double.IsNaN(sensorRadS) || double.IsInfinity(sensorRadS))
            {
                _yawRateRadS = double.NaN;
                LaneHeadingRad += encoderRadS * periodS;
                return 0.0;
            }

            // Standing wheels stand: the sensor's bias must not turn a parked rover.
            if (LeftSpeedRadS != 0.0 || RightSpeedRadS != 0.0)
            {
                LaneHeadingRad += sensorRadS * periodS;
            }

            return encoderRadS - sensorRadS;
        }

        private void Smooth(double stepM, double accelerationMS2, double periodS)
        {
            _measuredPositionM += stepM;
            double predictedM = PositionM + (SpeedMS + 0.5 * accelerationMS2 * periodS) * periodS;
            double residualM = _measuredPositionM - predictedM;
            double beforeM = PositionM;
            PositionM = predictedM + Alpha * residualM;
            double sin;
            double cos;
            Trigonometry.SinCos(LaneHeadingRad, out sin, out cos);
            _xM += (PositionM - beforeM) * cos;
            _yM += (PositionM - beforeM) * sin;
            // After a pause there is no speed to correct: the wheels' own is the first.
            SpeedMS = _hasSpeed ? SpeedMS + accelerationMS2 * periodS + Beta * residualM / periodS : stepM / periodS;
            _hasSpeed = true;
        }
    }
}
