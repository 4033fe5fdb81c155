using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Firmware
{
    /// <content>A rover on two wheels, which follows the particle that its actor moves.</content>
    public sealed partial class CoverageController
    {
        /// <summary>In which the point comes to a particle that stands, but for a share of 1 / e, s: twice what wheels and period are
        /// late.</summary>
        private const double FollowS = 0.3;

        private readonly double[] _particle = new double[4]; // what the actor believes to be: x, y, m; velocity x, y, m/s
        private readonly double[] _point = new double[2]; // of the rover that follows it, m
        private readonly double[] _law = new double[4]; // look-ahead m, speed m/s, yaw rate rad/s, acceleration m/s^2
        private bool _hasWheels;
        private bool _hasParticle;
        private double _sin;
        private double _cos;

        public void Locate(double[] state, double[] position)
        {
            position[0] = state[0];
            position[1] = state[1];
            if (_hasWheels)
            {
                Trigonometry.SinCos(state[2], out _sin, out _cos);
                position[0] += _law[0] * _cos;
                position[1] += _law[0] * _sin;
            }
        }

        /// <summary>The particle that the wheels follow.</summary>
        public double[] Remember()
        {
            return _hasParticle ? new double[] { _particle[0], _particle[1], _particle[2], _particle[3] } : new double[0];
        }

        public void Recall(double[] memory)
        {
            _hasParticle = memory.Length > 0;
            for (int i = 0; i < memory.Length; i++)
            {
                _particle[i] = memory[i];
            }
        }

        /// <summary>The particle that a rover on wheels follows; at first it is the point ahead of the axle.</summary>
        private double[] Particle(double[] state)
        {
            Locate(state, _point);
            if (!_hasParticle)
            {
                _hasParticle = true;
                _particle[0] = _point[0];
                _particle[1] = _point[1];
                _particle[2] = state[3] * _cos;
                _particle[3] = state[3] * _sin;
            }

            return _particle;
        }

        /// <summary>The particle goes on as in the trainer's world, but no farther from the rover than what that needs to brake: one that
        /// is held up holds it.</summary>
        private void Lead()
        {
            double fromX = _particle[0];
            double fromY = _particle[1];
            double vx = (1.0 - _damping) * _particle[2] + _input[0] * _periodS;
            double vy = (1.0 - _damping) * _particle[3] + _input[1] * _periodS;
            _particle[0] += vx * _periodS;
            _particle[1] += vy * _periodS;
            double leash = _law[1] * _law[1] / _law[3];
            double dx = _particle[0] - _point[0];
            double dy = _particle[1] - _point[1];
            double share = Share(Math.Sqrt(dx * dx + dy * dy), leash);
            _particle[0] = _point[0] + share * dx;
            _particle[1] = _point[1] + share * dy;
            _particle[2] = (_particle[0] - fromX) / _periodS;
            _particle[3] = (_particle[1] - fromY) / _periodS;
        }

        /// <summary>Yaw rate and acceleration of wheels that bring the point to the particle, no faster than they can brake before it.
        /// What is beyond speed or yaw rate is scaled down in both, so that the path keeps its curvature.</summary>
        private void Track(double[] state)
        {
            double dx = _particle[0] - _point[0];
            double dy = _particle[1] - _point[1];
            double away = Math.Sqrt(dx * dx + dy * dy);
            double rate = 1.0 / FollowS;
            rate *= Share(away * rate, Math.Sqrt(_law[3] * away));
            double speed = rate * (_cos * dx + _sin * dy);
            double yawRate = rate * (_cos * dy - _sin * dx) / _law[0];
            double scale = Share(speed, _law[1]);
            double turnScale = Share(yawRate, _law[2]);
            scale = turnScale < scale ? turnScale : scale;
            _input[0] = scale * yawRate;
            _input[1] = Clamp((scale * speed - state[3]) / _periodS, -_law[3], _law[3]);
        }

        private static double Share(double value, double limit)
        {
            double size = value < 0.0 ? -value : value;
            return size > limit ? limit / size : 1.0;
        }
    }
}
