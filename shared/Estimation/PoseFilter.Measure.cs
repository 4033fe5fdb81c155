using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Estimation
{
    /// <summary>Poses from outside.</summary>
    public sealed partial class PoseFilter
    {
        /// <summary>99.9 % of a chi-square of three and of two numbers.</summary>
        private const double PoseGate = 16.3;
        private const double PositionGate = 13.8;

        /// <summary>Uncertain time of a stamp, seconds: it moves a measurement by speed times this.</summary>
        private const double StampSigmaS = 0.004;

        private readonly double[] _kept = new double[27];
        private long _lastStampUs;
        private long _lastArrivalUs;
        private int _source = -1;

        /// <summary>Poses taken since the start.</summary>
        public uint Taken { get; private set; }

        /// <summary>Poses that were not listened to: too soon after another, or another tracker's.</summary>
        public uint Ignored { get; private set; }

        /// <summary>Poses that were none, too old, from the future or not believed.</summary>
        public uint Refused { get; private set; }

        /// <summary>Poses not believed in a row.</summary>
        public int GatedInRow { get; private set; }

        /// <summary>How often the estimate began anew while it believed to know where it was.</summary>
        public int StartedAnew { get; private set; }

        /// <summary>Poses of another tracker than the followed one that contradict the estimate, in a row.</summary>
        public int OthersDisagree { get; private set; }

        /// <summary>The tracker that is followed; -1 before the first.</summary>
        public int Source
        {
            get { return _source; }
        }

        /// <summary>Arrival of the last pose that was taken, on the rover's clock; 0 before the first.</summary>
        public long TakenUs { get; private set; }

        /// <summary>Takes a pose of some time ago.</summary>
        /// <param name="stampUs">When it was so, on the tracker's clock.</param>
        /// <param name="arrivalUs">When it came, on the rover's clock, as early as it can be said.</param>
        /// <param name="xM">World frame; not finite or beyond the floor is refused.</param>
        /// <param name="yM">The same.</param>
        /// <param name="headingRad">Counter-clockwise; NaN where the tracker sees none.</param>
        /// <param name="sigmaM">Standard deviation of either coordinate; taken as 1 mm at least.</param>
        /// <param name="sigmaRad">Standard deviation of the heading; taken as 2 mrad at least.</param>
        /// <param name="source">Which tracker, 0 to 255. One is followed at a time.</param>
        public PoseStatus Measure(
            long stampUs, long arrivalUs, double xM, double yM, double headingRad, double sigmaM, double sigmaRad, int source = 0)
        {
            PoseStatus status = TryMeasure(stampUs, arrivalUs, xM, yM, headingRad, sigmaM, sigmaRad, source);
            if (status == PoseStatus.Taken || status == PoseStatus.Placed)
            {
                Taken++;
                TakenUs = arrivalUs;
                GatedInRow = 0;
                IsTracked = true;
            }
            else if (status == PoseStatus.TooSoon || status == PoseStatus.OtherSource)
            {
                Ignored++;
            }
            else if (status != PoseStatus.Waiting)
            {
                Refused++;
            }

            return status;
        }

        private PoseStatus TryMeasure(
            long stampUs, long arrivalUs, double xM, double yM, double headingRad, double sigmaM, double sigmaRad, int source)
        {
            bool hasHeading = !double.IsNaN(headingRad);
            if (!IsOnFloor(xM) || !IsOnFloor(yM) || !IsFinite(sigmaM) || sigmaM < 0.0 || (hasHeading && !IsAngle(headingRad, sigmaRad)))
            {
                return PoseStatus.Implausible;
            }

            sigmaM = sigmaM < 0.001 ? 0.001 : sigmaM > 10.0 ? 10.0 : sigmaM;
            sigmaRad = !hasHeading ? 0.0 : sigmaRad < 0.002 ? 0.002 : sigmaRad > Pi ? Pi : sigmaRad;
            if (source != _source)
            {
                if (_source >= 0 && arrivalUs - _lastArrivalUs < _options.HandOverUs)
                {
                    OthersDisagree = IsPlaced && IsFar(xM, yM, sigmaM) ? OthersDisagree + 1 : 0;
                    return PoseStatus.OtherSource;
                }

                Follow(source);
            }

            long sinceUs = stampUs - _lastStampUs;
            if (_clock.IsSet && sinceUs < _options.SpacingUs && sinceUs > -1000000)
            {
                return sinceUs < 0 ? PoseStatus.TooOld : PoseStatus.TooSoon;
            }

            PoseStatus status = _clock.Hear(stampUs, arrivalUs);
            if (status != PoseStatus.Taken)
            {
                return status;
            }

            _lastStampUs = stampUs;
            _lastArrivalUs = arrivalUs;
            long atUs = stampUs + _clock.OffsetUs - (long)((_options.BaseLatencyS + _t) * 1e6);
            status = _ring.Find(atUs);
            if (status != PoseStatus.Taken)
            {
                return status;
            }

            if (IsPlaced && TryCorrect(xM, yM, headingRad, sigmaM, sigmaRad, hasHeading))
            {
                ForgetRejected();
                return PoseStatus.Taken;
            }

            if (IsPlaced)
            {
                GatedInRow = GatedInRow < int.MaxValue ? GatedInRow + 1 : GatedInRow;
            }

            if (Agrees(atUs, xM, yM, headingRad, sigmaM, sigmaRad, hasHeading))
            {
                return PoseStatus.Placed;
            }

            return IsPlaced ? PoseStatus.Gated : PoseStatus.Waiting;
        }

        private bool IsOnFloor(double coordinateM)
        {
            return IsFinite(coordinateM) && coordinateM <= _options.LargestPositionM && coordinateM >= -_options.LargestPositionM;
        }

        private static bool IsAngle(double headingRad, double sigmaRad)
        {
            return IsFinite(headingRad) && headingRad <= 1e4 && headingRad >= -1e4 && IsFinite(sigmaRad) && sigmaRad >= 0.0;
        }

        /// <summary>Another tracker has a clock and a latency of its own.</summary>
        private void Follow(int source)
        {
            _source = source;
            _clock.Reset();
            ForgetRejected();
            OthersDisagree = 0;
            _t = 0.0;
            _p05 = 0.0;
            _p15 = 0.0;
            _p25 = 0.0;
            _p35 = 0.0;
            _p45 = 0.0;
            _p55 = _options.LatencySigmaS * _options.LatencySigmaS;
        }

        /// <summary>Farther than the rover can have gone within the time that a tracker needs, and than both can be off.</summary>
        private bool IsFar(double xM, double yM, double sigmaM)
        {
            double dx = xM - _x;
            double dy = yM - _y;
            double reach = 0.3 + (4.0 * (sigmaM + SigmaM));
            return (dx * dx) + (dy * dy) > reach * reach;
        }

        /// <summary>Three scalar corrections, or two; all of them or none.</summary>
        private bool TryCorrect(double xM, double yM, double headingRad, double sigmaM, double sigmaRad, bool hasHeading)
        {
            Keep();
            double turn = _rawTheta - _ring.HeadingRad;
            double sin;
            double cos;
            // From the ring's frame into the world's: the motion since, and the speeds at the time.
            Trigonometry.SinCos(_theta - _rawTheta, out sin, out cos);
            double dx = _rawX - _ring.XM;
            double dy = _rawY - _ring.YM;
            double gx = (cos * dx) - (sin * dy);
            double gy = (sin * dx) + (cos * dy);
            double vx = (cos * _ring.SpeedXMS) - (sin * _ring.SpeedYMS);
            double vy = (sin * _ring.SpeedXMS) + (cos * _ring.SpeedYMS);
            double yawRate = _ring.YawRateRadS;
            double bias = _ring.BiasGain - _biasGain;
            double scale = _ring.ScaleGain - _scaleGain;
            double variance = sigmaM * sigmaM;
            double stamp = StampSigmaS * StampSigmaS;
            // All three at the same estimate: the second must not be linearised where the first has moved it.
            double ex = xM - (_x - gx);
            double ey = yM - (_y - gy);
            double x = _x;
            double y = _y;
            double theta = _theta;
            double q = _q;
            double k = _k;
            double t = _t;
            double distance = Correct(1.0, 0.0, gy, 0.0, 0.0, -vx, ex, variance + (stamp * vx * vx));
            double moved = (_y - y) - (gx * (_theta - theta)) - (vy * (_t - t));
            distance += Correct(0.0, 1.0, -gx, 0.0, 0.0, -vy, ey - moved, variance + (stamp * vy * vy));
            if (hasHeading)
            {
                double eh = Wrap(headingRad - (theta - turn));
                moved = (_theta - theta) + (bias * (_q - q)) + (scale * (_k - k)) - (yawRate * (_t - t));
                distance += Correct(0.0, 0.0, 1.0, bias, scale, -yawRate, eh - moved, (sigmaRad * sigmaRad) + (stamp * yawRate * yawRate));
            }

            if (!(distance <= (hasHeading ? PoseGate : PositionGate)) || double.IsNaN(distance))
            {
                PutBack();
                return false;
            }

            double most = 0.5;
            _t = _t > most ? most : _t < -_options.BaseLatencyS ? -_options.BaseLatencyS : _t;
            return true;
        }

        /// <summary>One scalar measurement with row h: corrects state and covariance, returns the innovation's square over its
        /// variance.</summary>
        private double Correct(double h0, double h1, double h2, double h3, double h4, double h5, double innovation, double variance)
        {
            double c0 = (_p00 * h0) + (_p01 * h1) + (_p02 * h2) + (_p03 * h3) + (_p04 * h4) + (_p05 * h5);
            double c1 = (_p01 * h0) + (_p11 * h1) + (_p12 * h2) + (_p13 * h3) + (_p14 * h4) + (_p15 * h5);
            double c2 = (_p02 * h0) + (_p12 * h1) + (_p22 * h2) + (_p23 * h3) + (_p24 * h4) + (_p25 * h5);
            double c3 = (_p03 * h0) + (_p13 * h1) + (_p23 * h2) + (_p33 * h3) + (_p34 * h4) + (_p35 * h5);
            double c4 = (_p04 * h0) + (_p14 * h1) + (_p24 * h2) + (_p34 * h3) + (_p44 * h4) + (_p45 * h5);
            double c5 = (_p05 * h0) + (_p15 * h1) + (_p25 * h2) + (_p35 * h3) + (_p45 * h4) + (_p55 * h5);
            double s = variance + (h0 * c0) + (h1 * c1) + (h2 * c2) + (h3 * c3) + (h4 * c4) + (h5 * c5);
            if (!(s > 1e-18))
            {
                return 0.0;
            }

            double inverse = 1.0 / s;
            double gain = innovation * inverse;
            _x += c0 * gain;
            _y += c1 * gain;
            _theta += c2 * gain;
            _q += c3 * gain;
            _k += c4 * gain;
            _t += c5 * gain;
            double k0 = c0 * inverse;
            double k1 = c1 * inverse;
            double k2 = c2 * inverse;
            double k3 = c3 * inverse;
            double k4 = c4 * inverse;
            double k5 = c5 * inverse;
            _p00 -= k0 * c0;
            _p01 -= k0 * c1;
            _p02 -= k0 * c2;
            _p03 -= k0 * c3;
            _p04 -= k0 * c4;
            _p05 -= k0 * c5;
            _p11 -= k1 * c1;
            _p12 -= k1 * c2;
            _p13 -= k1 * c3;
            _p14 -= k1 * c4;
            _p15 -= k1 * c5;
            _p22 -= k2 * c2;
            _p23 -= k2 * c3;
            _p24 -= k2 * c4;
            _p25 -= k2 * c5;
            _p33 -= k3 * c3;
            _p34 -= k3 * c4;
            _p35 -= k3 * c5;
            _p44 -= k4 * c4;
            _p45 -= k4 * c5;
            _p55 -= k5 * c5;
            return innovation * gain;
        }
    }
}
