using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Hardware.Drivers
{
    /// <summary>
    /// Drives the point P at a look-ahead L before the axle's middle by its acceleration (feedback linearisation): with the heading h, the
    /// wheels' speed is c.(cos h, sin h) and the yaw rate c.(-sin h, cos h) / L, c the commanded velocity of P. Taken anew in every wheel
    /// period: held for a control period, the turn in between would be missed. What P is believed to do is c plus what the wheels did more
    /// than c as they follow it, 0.1 s late: a measured speed alone is late itself, and a controller that takes it for the present one
    /// swings.
    /// </summary>
    public sealed class PointLaw
    {
        /// <summary>Look-ahead of every rover of a fleet, m, unless it is told another.</summary>
        public const double DefaultLookAheadM = 0.08;

        /// <summary>How late the wheels' speed follows its command, s.</summary>
        private const double LagS = 0.1;

        /// <summary>Over which the difference is averaged, s: one encoder tick in a wheel period is as much as a slow rover's
        /// speed.</summary>
        private const double AverageS = 0.2;

        /// <summary>How far the command may lead what is measured, m/s: no lunge after the rover was held.</summary>
        private const double SlackMS = 0.25;

        private readonly double _halfTrackM;
        private readonly double _mostMS;
        private readonly double _mostMS2;
        private double _vx;
        private double _vy;
        private double _lateX;
        private double _lateY;
        private double _moreX;
        private double _moreY;
        private double _ax;
        private double _ay;

        /// <param name="lookAheadM">Above 0.</param>
        public PointLaw(DifferentialDriveGeometry geometry, double lookAheadM)
        {
            LookAheadM = lookAheadM > 0.0 ? lookAheadM : DefaultLookAheadM;
            _halfTrackM = 0.5 * geometry.TrackWidthM;
            _mostMS = geometry.MaxSpeedMS;
            _mostMS2 = geometry.MaxAccelerationMS2;
        }

        public double LookAheadM { get; private set; }

        /// <summary>What the wheels are to do, after <see cref="Step"/>.</summary>
        public double SpeedMS { get; private set; }

        public double YawRateRadS { get; private set; }

        /// <summary>What P is believed to do, m/s.</summary>
        public double VelocityXMS
        {
            get { return _vx + _moreX; }
        }

        public double VelocityYMS
        {
            get { return _vy + _moreY; }
        }

        /// <summary>P stands.</summary>
        public void Rest()
        {
            _vx = 0.0;
            _vy = 0.0;
            _lateX = 0.0;
            _lateY = 0.0;
            _moreX = 0.0;
            _moreY = 0.0;
        }

        /// <summary>From a velocity of P that nobody commanded.</summary>
        public void Begin(double headingRad, double speedMS, double yawRateRadS)
        {
            double sin;
            double cos;
            Trigonometry.SinCos(headingRad, out sin, out cos);
            double side = yawRateRadS * LookAheadM;
            _vx = (speedMS * cos) - (side * sin);
            _vy = (speedMS * sin) + (side * cos);
            _lateX = _vx;
            _lateY = _vy;
            _moreX = 0.0;
            _moreY = 0.0;
        }

        /// <summary>Of P, m/s^2; finite. What is beyond the rover's largest is scaled down to it.</summary>
        public void SetAcceleration(double xMS2, double yMS2)
        {
            double x = xMS2 < 0.0 ? -xMS2 : xMS2;
            double y = yMS2 < 0.0 ? -yMS2 : yMS2;
            double most = x > y ? x : y;
            double share = most > _mostMS2 ? _mostMS2 / most : 1.0;
            _ax = share * xMS2;
            _ay = share * yMS2;
        }

        /// <summary>One wheel period: what was done is compared, the command moves on, and the wheels are told.</summary>
        /// <param name="speedMS">Measured, of the axle's middle.</param>
        /// <param name="yawRateRadS">Measured.</param>
        public void Step(double headingRad, double speedMS, double yawRateRadS, double periodS)
        {
            double sin;
            double cos;
            Trigonometry.SinCos(headingRad, out sin, out cos);
            double side = yawRateRadS * LookAheadM;
            double measuredX = (speedMS * cos) - (side * sin);
            double measuredY = (speedMS * sin) + (side * cos);
            double follow = periodS / (LagS + periodS);
            double average = periodS / (AverageS + periodS);
            _lateX += follow * (_vx - _lateX);
            _lateY += follow * (_vy - _lateY);
            _moreX += average * (measuredX - _lateX - _moreX);
            _moreY += average * (measuredY - _lateY - _moreY);
            _vx = Near(_vx + (_ax * periodS), measuredX);
            _vy = Near(_vy + (_ay * periodS), measuredY);

            double speed = (_vx * cos) + (_vy * sin);
            double yaw = ((_vy * cos) - (_vx * sin)) / LookAheadM;
            double wheel = (speed < 0.0 ? -speed : speed) + (_halfTrackM * (yaw < 0.0 ? -yaw : yaw));
            if (wheel > _mostMS)
            {
                // Both: the path keeps its curvature.
                double share = _mostMS / wheel;
                speed *= share;
                yaw *= share;
                _vx *= share;
                _vy *= share;
            }

            SpeedMS = speed;
            YawRateRadS = yaw;
        }

        private static double Near(double value, double measured)
        {
            double away = value - measured;
            return away > SlackMS ? measured + SlackMS : away < -SlackMS ? measured - SlackMS : value;
        }
    }
}
