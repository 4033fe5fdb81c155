using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Estimation
{
    /// <summary>
    /// Where a two-wheeled rover is: an extended Kalman filter over x, y, heading, bias of the gyro q (rad/s; without a gyro the wheels'
    /// difference, rad/m), scale of the yaw rate k, and what is unknown of the tracker's latency t (s). Wheels and gyro move it, poses from
    /// outside correct it, however late they come. Own arithmetic throughout: every machine gets the same bits. Allocates nothing after
    /// construction. Memory: 27 numbers, a copy of them, and the ring. README.md: the maths and what it reaches.
    /// </summary>
    public sealed partial class PoseFilter
    {
        /// <summary>Standard deviation at the start: gyro's bias rad/s, wheels' difference rad/m, yaw scale.</summary>
        private const double BiasSigma = 0.06;
        private const double DriftSigma = 0.15;
        private const double ScaleSigma = 0.03;

        private const double Pi = 3.14159265358979323846;

        private readonly PoseOptions _options;
        private readonly OdometryRing _ring = new OdometryRing();
        private readonly TrackerClock _clock = new TrackerClock();
        private readonly double _trackM;
        private readonly double _tickM;

        private double _x;
        private double _y;
        private double _theta;
        private double _q;
        private double _k;
        private double _t;

        // The upper triangle of the covariance, in the order x, y, heading, q, k, t.
        private double _p00;
        private double _p01;
        private double _p02;
        private double _p03;
        private double _p04;
        private double _p05;
        private double _p11;
        private double _p12;
        private double _p13;
        private double _p14;
        private double _p15;
        private double _p22;
        private double _p23;
        private double _p24;
        private double _p25;
        private double _p33;
        private double _p34;
        private double _p35;
        private double _p44;
        private double _p45;
        private double _p55;

        /// <param name="options">Read at construction and while it runs; not to be changed.</param>
        public PoseFilter(PoseOptions options)
        {
            _options = options;
            _trackM = options.TrackWidthM > 1e-3 ? options.TrackWidthM : 1e-3;
            _tickM = options.TickM > 0.0 ? options.TickM : 0.0;
            double sigma = options.HasGyro ? BiasSigma : DriftSigma;
            _p33 = sigma * sigma;
            _p44 = ScaleSigma * ScaleSigma;
            _p55 = options.LatencySigmaS * options.LatencySigmaS;
        }

        public double XM
        {
            get { return _x; }
        }

        public double YM
        {
            get { return _y; }
        }

        /// <summary>Counter-clockwise, in (-pi, pi].</summary>
        public double HeadingRad
        {
            get { return Wrap(_theta); }
        }

        /// <summary>The same without the jump of a whole turn, for controllers that follow it.</summary>
        public double ContinuousHeadingRad
        {
            get { return _theta; }
        }

        /// <summary>Estimated bias of the gyro, rad/s; without one the wheels' difference, rad/m.</summary>
        public double Bias
        {
            get { return _q; }
        }

        /// <summary>Estimated error of the yaw rate's scale, a share.</summary>
        public double YawScale
        {
            get { return _k; }
        }

        /// <summary>Estimated latency of the tracker, seconds, as far as its clock does not hide it.</summary>
        public double LatencyS
        {
            get { return _options.BaseLatencyS + _t; }
        }

        /// <summary>Whether somebody, person or tracker, has said where the rover is.</summary>
        public bool IsPlaced { get; private set; }

        /// <summary>Whether a tracker placed it or confirmed where it is, ever since it was switched on.</summary>
        public bool IsTracked { get; private set; }

        /// <summary>Whether the rover no longer knows where it is well enough to drive.</summary>
        public bool IsLost
        {
            get { return IsPlaced && SigmaM > _options.LostSigmaM; }
        }

        /// <summary>Standard deviation of the position along its worst direction, metres.</summary>
        public double SigmaM
        {
            get
            {
                double half = 0.5 * (_p00 - _p11);
                double largest = (0.5 * (_p00 + _p11)) + Math.Sqrt((half * half) + (_p01 * _p01));
                return largest > 0.0 ? Math.Sqrt(largest) : 0.0;
            }
        }

        /// <summary>Standard deviation of the heading, rad.</summary>
        public double SigmaRad
        {
            get { return _p22 > 0.0 ? Math.Sqrt(_p22) : 0.0; }
        }

        /// <summary>Copies the covariance of x, y, heading: the upper triangle row by row, 6 numbers.</summary>
        public void CopyCovariance(double[] into)
        {
            into[0] = _p00;
            into[1] = _p01;
            into[2] = _p02;
            into[3] = _p11;
            into[4] = _p12;
            into[5] = _p22;
        }

        /// <summary>Says where the rover stands, as a person knows it: to 2 cm and 3 degrees.</summary>
        /// <param name="headingRad">Counter-clockwise; whole turns stay as they are said.</param>
        public void Place(double xM, double yM, double headingRad)
        {
            if (IsFinite(xM) && IsFinite(yM) && IsFinite(headingRad))
            {
                Place(xM, yM, headingRad, 0.02, 0.05);
                IsTracked = false;
            }
        }

        private void Place(double xM, double yM, double headingRad, double sigmaM, double sigmaRad)
        {
            _x = xM;
            _y = yM;
            _theta = headingRad;
            ClearPoseCovariance();
            _p00 = sigmaM * sigmaM;
            _p11 = sigmaM * sigmaM;
            _p22 = sigmaRad * sigmaRad;
            IsPlaced = true;
            ForgetRejected();
        }

        private void ClearPoseCovariance()
        {
            _p01 = 0.0;
            _p02 = 0.0;
            _p03 = 0.0;
            _p04 = 0.0;
            _p05 = 0.0;
            _p12 = 0.0;
            _p13 = 0.0;
            _p14 = 0.0;
            _p15 = 0.0;
            _p23 = 0.0;
            _p24 = 0.0;
            _p25 = 0.0;
        }

        private static double Wrap(double angleRad)
        {
            double turns = angleRad * (0.5 / Pi);
            // Whole turns nearest to it, by a conversion that every board has.
            int whole = (int)(turns >= 0.0 ? turns + 0.5 : turns - 0.5);
            double wrapped = angleRad - (whole * (2.0 * Pi));
            if (wrapped > Pi)
            {
                wrapped -= 2.0 * Pi;
            }
            else if (wrapped <= -Pi)
            {
                wrapped += 2.0 * Pi;
            }

            return wrapped;
        }

        private static bool IsFinite(double value)
        {
            return !double.IsNaN(value) && !double.IsInfinity(value);
        }
    }
}
