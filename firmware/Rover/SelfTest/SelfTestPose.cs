using MultiAgentEdge.Estimation;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// Two pose filters, one with a gyro and one without, on a rover that drives, stands, slips and is carried away, and a tracker that is
    /// late, at times wrong, and for a while sees no headings. Sine, cosine and angle are the project's own; the square root is exact on a
    /// board.
    /// </summary>
    public sealed class SelfTestPose
    {
        private const double TrackM = 0.14;
        private const int Late = 4;

        private readonly Xoshiro256 _random;
        private readonly BitFold _fold;
        private readonly PoseFilter _gyro = new PoseFilter(new PoseOptions());
        private readonly PoseFilter _wheels = new PoseFilter(new PoseOptions { HasGyro = false });
        private readonly double[] _pastX = new double[Late];
        private readonly double[] _pastY = new double[Late];
        private readonly double[] _pastHeading = new double[Late];
        private readonly double[] _covariance = new double[6];
        private double _x;
        private double _y;
        private double _heading;
        private double _speed;
        private double _yawRate;
        private long _nowUs;
        private int _step;

        public SelfTestPose(Xoshiro256 random, BitFold fold)
        {
            _random = random;
            _fold = fold;
        }

        /// <summary>One wheel period of 20 ms.</summary>
        public void Step()
        {
            Drive();
            double half = 0.5 * _yawRate * TrackM;
            double left = (_speed - half) * 0.02;
            double right = (_speed + half) * 0.02;
            double slip = _random.NextInt32(100) == 0 ? 0.004 : 0.0;
            double noise = _speed == 0.0 && _yawRate == 0.0 ? 0.0 : _random.NextUniform(-3e-4, 3e-4);
            double reading = _random.NextInt32(50) == 0 ? double.NaN : _yawRate + 0.03 + _random.NextUniform(-0.005, 0.005);
            _nowUs += 20000;
            _gyro.Step(left + noise + slip, right - noise, reading, 0.02, _nowUs);
            _wheels.Step(left + noise + slip, right - noise, double.NaN, 0.02, _nowUs);
            if (_step % 5 == 0)
            {
                See();
            }

            Fold(_gyro);
            Fold(_wheels);
            _step++;
        }

        private void Drive()
        {
            if (_step % 50 == 0)
            {
                bool stands = _random.NextInt32(4) == 0;
                _speed = stands ? 0.0 : _random.NextUniform(-0.1, 0.4);
                _yawRate = stands ? 0.0 : _random.NextUniform(-1.0, 1.0);
            }

            if (_step % 900 == 899)
            {
                _x = _random.NextUniform(-1.0, 1.0);
                _y = _random.NextUniform(-1.0, 1.0);
            }

            int at = _step % Late;
            _pastX[at] = _x;
            _pastY[at] = _y;
            _pastHeading[at] = _heading;
            double sin;
            double cos;
            Trigonometry.SinCos(_heading + (0.01 * _yawRate), out sin, out cos);
            _x += 0.02 * _speed * cos;
            _y += 0.02 * _speed * sin;
            _heading += 0.02 * _yawRate;
        }

        private void See()
        {
            int at = (_step + 1) % Late;
            bool wild = _random.NextInt32(12) == 0;
            double reach = wild ? 1.0 : 0.005;
            double x = _pastX[at] + _random.NextUniform(-reach, reach);
            double y = _pastY[at] + _random.NextUniform(-reach, reach);
            double heading = _step % 700 > 600 ? double.NaN : _pastHeading[at] + _random.NextUniform(-0.02, 0.02);
            long stampUs = _nowUs - (Late * 20000) - 5000000;
            long arrivalUs = _nowUs + _random.NextInt32(15000);
            _fold.Add((uint)_gyro.Measure(stampUs, arrivalUs, x, y, heading, 0.005, 0.0175, 1));
            _fold.Add((uint)_wheels.Measure(stampUs, arrivalUs, x, y, heading, 0.005, 0.0175, 1));
        }

        private void Fold(PoseFilter filter)
        {
            _fold.Add(filter.XM);
            _fold.Add(filter.YM);
            _fold.Add(filter.HeadingRad);
            _fold.Add(filter.SigmaM);
            _fold.Add(filter.Bias);
            _fold.Add(filter.LatencyS);
            filter.CopyCovariance(_covariance);
            _fold.Add(_covariance);
        }
    }
}
