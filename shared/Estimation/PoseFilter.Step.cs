using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Estimation
{
    /// <summary>Wheels and gyro.</summary>
    public sealed partial class PoseFilter
    {
        /// <summary>Steps without a count after which wheels stand, and over which a gyro's bias is averaged.</summary>
        private const int StandingSteps = 25;

        /// <summary>Variance of a mean of so many readings at rest, (rad/s)^2: readings with 0.005 rad/s.</summary>
        private const double StandingVariance = 1e-6;

        private double _rawX;
        private double _rawY;
        private double _rawTheta;
        private double _biasGain;
        private double _scaleGain;
        private double _slipM;
        private double _yawSum;
        private int _still;
        private int _averaged;

        /// <summary>Steps in which a wheel turned otherwise than the gyro says the rover did.</summary>
        public int SlippedSteps { get; private set; }

        /// <summary>Moves the estimate by one wheel period.</summary>
        /// <param name="leftM">Way of the left wheel over the period, finite, metres.</param>
        /// <param name="rightM">The same of the right wheel.</param>
        /// <param name="yawRateRadS">The gyro's reading, counter-clockwise positive; NaN where there is none.</param>
        /// <param name="dtS">Length of the period, seconds, above 0.</param>
        /// <param name="nowUs">The period's end on the rover's clock.</param>
        public void Step(double leftM, double rightM, double yawRateRadS, double dtS, long nowUs)
        {
            if (!IsFinite(leftM) || !IsFinite(rightM) || !IsFinite(dtS) || dtS <= 0.0)
            {
                return;
            }

            bool hasGyro = _options.HasGyro && IsFinite(yawRateRadS);
            double d = 0.5 * (leftM + rightM);
            double difference = rightM - leftM;
            double extra = 0.0;
            if (hasGyro)
            {
                if (IsStanding(leftM, rightM, yawRateRadS))
                {
                    _p33 += _options.BiasPerS * dtS;
                    _p55 += LatencyPerS * dtS;
                    Widen(dtS, nowUs);
                    _ring.Add(nowUs, _rawX, _rawY, _rawTheta, _biasGain, _scaleGain);

                    return;
                }

                extra = Slip(ref d, difference, yawRateRadS, dtS);
            }

            double size = d < 0.0 ? -d : d;
            double u = hasGyro ? yawRateRadS * dtS : difference / _trackM;
            // A step that lacks its reading is turned by the wheels alone: no bias of a gyro in it.
            double g = hasGyro ? -dtS : _options.HasGyro ? 0.0 : d;
            double turn = ((1.0 + _k) * u) + (g * _q);
            double turnSize = u < 0.0 ? -u : u;
            double yaw;
            if (hasGyro)
            {
                yaw = (_options.YawPerS * dtS) + (_options.YawPerM * size) + (_options.YawPerRad * turnSize);
            }
            else
            {
                double edge = _tickM / _trackM;
                yaw = ((_options.WheelYawPerM + (2.0 * edge * edge)) * size) + (_options.WheelYawPerRad * turnSize);
            }

            double sin;
            double cos;
            Trigonometry.SinCos(_theta + (0.5 * turn), out sin, out cos);
            _x += d * cos;
            _y += d * sin;
            _theta += turn;
            Spread(-d * sin, d * cos, g, u);
            double along = (_options.AlongM * size) + extra;
            double across = _options.AcrossM * size;
            _p00 += (along * cos * cos) + (across * sin * sin);
            _p01 += (along - across) * cos * sin;
            _p11 += (along * sin * sin) + (across * cos * cos);
            _p22 += yaw;
            _p33 += _options.HasGyro ? _options.BiasPerS * dtS : _options.DriftPerM * size;
            _p44 += ScalePerM * size;
            _p55 += LatencyPerS * dtS;
            Widen(dtS, nowUs);

            Trigonometry.SinCos(_rawTheta + (0.5 * turn), out sin, out cos);
            _rawX += d * cos;
            _rawY += d * sin;
            _rawTheta += turn;
            _biasGain += g;
            _scaleGain += u;
            _ring.Add(nowUs, _rawX, _rawY, _rawTheta, _biasGain, _scaleGain);
        }

        private const double ScalePerM = 1e-7;
        private const double LatencyPerS = 1e-7;

        /// <summary>P becomes F P F', F the unit matrix and a at (x, heading), b at (y, heading), g at (heading, q), u at (heading,
        /// k).</summary>
        private void Spread(double a, double b, double g, double u)
        {
            double p02 = _p02;
            double p12 = _p12;
            double p22 = _p22;
            double p23 = _p23;
            double p24 = _p24;
            double p25 = _p25;
            // Rows first, of the old heading row; then columns.
            double r00 = _p00 + (a * p02);
            double r01 = _p01 + (a * p12);
            double r02 = p02 + (a * p22);
            double r03 = _p03 + (a * p23);
            double r04 = _p04 + (a * p24);
            double r11 = _p11 + (b * p12);
            double r12 = p12 + (b * p22);
            double r13 = _p13 + (b * p23);
            double r14 = _p14 + (b * p24);
            double r22 = p22 + (g * p23) + (u * p24);
            double r23 = p23 + (g * _p33) + (u * _p34);
            double r24 = p24 + (g * _p34) + (u * _p44);
            _p00 = r00 + (a * r02);
            _p01 = r01 + (b * r02);
            _p02 = r02 + (g * r03) + (u * r04);
            _p03 = r03;
            _p04 = r04;
            _p05 += a * p25;
            _p11 = r11 + (b * r12);
            _p12 = r12 + (g * r13) + (u * r14);
            _p13 = r13;
            _p14 = r14;
            _p15 += b * p25;
            _p22 = r22 + (g * r23) + (u * r24);
            _p23 = r23;
            _p24 = r24;
            _p25 = p25 + (g * _p35) + (u * _p45);
        }

        /// <summary>Shortens the way where one wheel spins freely; returns the variance to add along it.</summary>
        private double Slip(ref double d, double difference, double yawRateRadS, double dtS)
        {
            double excess = difference - ((yawRateRadS - _q) * dtS * _trackM);
            _slipM = (0.8 * _slipM) + excess;
            double size = d < 0.0 ? -d : d;
            double turned = difference < 0.0 ? -difference : difference;
            double seen = _slipM < 0.0 ? -_slipM : _slipM;
            if (seen <= (0.25 * size) + (1.5 * _tickM) + (0.3 * turned))
            {
                return 0.0;
            }

            SlippedSteps++;
            double half = 0.5 * (excess < 0.0 ? -excess : excess);
            double shorter = size > half ? size - half : 0.0;
            double extra = (half * half) + (4e-4 * size);
            d = d < 0.0 ? -shorter : shorter;
            return extra;
        }

        /// <summary>Whether wheels and gyro agree that the rover stands; then its bias is measured and the pose is kept.</summary>
        private bool IsStanding(double leftM, double rightM, double yawRateRadS)
        {
            if (leftM != 0.0 || rightM != 0.0)
            {
                _still = 0;
                Forget();
                return false;
            }

            if (_still < StandingSteps)
            {
                _still++;
                return false;
            }

            double turns = yawRateRadS - _q;
            turns = turns < 0.0 ? -turns : turns;
            if (turns >= 0.05 + (3.0 * (_p33 > 0.0 ? System.Math.Sqrt(_p33) : 0.0)))
            {
                // Turned by hand, with resting wheels.
                Forget();
                return false;
            }

            _slipM = 0.0;
            _yawSum += yawRateRadS;
            _averaged++;
            if (_averaged == StandingSteps)
            {
                double mean = _yawSum / StandingSteps;
                Forget();
                Correct(0.0, 0.0, 0.0, 1.0, 0.0, 0.0, mean - _q, StandingVariance);
            }

            return true;
        }

        private void Forget()
        {
            _yawSum = 0.0;
            _averaged = 0;
        }
    }
}
