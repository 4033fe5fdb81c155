using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Delivery
{
    /// <summary>
    /// Straight to a node from wherever a unicycle is: for one that gave way to another and is no longer where its stored traversal has it.
    /// It looks at nothing but where it is, so it may be pushed aside at any time, and again. No faster than the stored traversal was at
    /// its fastest. Allocates nothing.
    /// </summary>
    public sealed class NodeApproach
    {
        /// <summary>At the node is who is so near (m), so slow (m/s) and looks so nearly where the next edge begins (rad).</summary>
        private const double ThereM = 0.02;
        private const double StandsMS = 0.02;
        private const double LooksRad = 0.02;

        /// <summary>From here on it steers its wheels itself: until then it says which way it wants to go, whatever its heading,
        /// m.</summary>
        private const double OwnM = 0.25;

        /// <summary>What is turned away from by more than this is not driven to before it is turned to: cosine.</summary>
        private const double AheadCos = 0.8;

        /// <summary>Of what the vehicle brakes with.</summary>
        private const double BrakeShare = 0.7;

        /// <summary>Periods in which a turn is made good: wheels follow late.</summary>
        private const double TurnPeriods = 2.0;

        /// <summary>A node on which another stands counts as visited from within this distance, m, after so long, s; and from so near to
        /// where it begins an edge is taken up straight.</summary>
        public const double PassM = 0.8;
        private const double PassS = 3.0;

        private readonly VehicleDynamics _model;
        private double _xM;
        private double _yM;
        private double _headingRad;
        private double _fastestMS;
        private double _heldS;
        private bool _mayPass;
        private bool _isNear;

        public NodeApproach(VehicleDynamics model)
        {
            _model = model;
        }

        public double YawRateRadS { get; private set; }

        public double AccelerationMS2 { get; private set; }

        /// <summary>Periods to the node if nobody is in the way; 0: it is there.</summary>
        public int StepsToGo { get; private set; }

        /// <summary>Whether a velocity is wanted, whatever heading that takes: <see cref="Vx"/>, <see cref="Vy"/>, m/s.</summary>
        public bool HasWish { get; private set; }

        public double Vx { get; private set; }

        public double Vy { get; private set; }

        /// <param name="set">Of the edge: where it ends, and how fast it was driven.</param>
        /// <param name="mayPass">Whether a node on which another stands may be passed.</param>
        public void Begin(EdgeSafeSet set, bool mayPass)
        {
            int end = set.Steps * set.StateCount;
            _xM = set.States[end];
            _yM = set.States[end + 1];
            _headingRad = set.States[end + VehicleDynamics.Heading];
            _fastestMS = 0.0;
            for (int m = 0; m <= set.Steps; m++)
            {
                double speed = set.States[(m * set.StateCount) + VehicleDynamics.Speed];
                _fastestMS = speed > _fastestMS ? speed : _fastestMS;
            }

            _mayPass = mayPass;
            _isNear = false;
            _heldS = 0.0;
        }

        /// <summary>One period.</summary>
        /// <param name="state">x, y, heading, speed, finite.</param>
        /// <param name="isHeld">Whether another kept it from what it wanted in the period before.</param>
        public void Step(double[] state, bool isHeld)
        {
            double dx = _xM - state[0];
            double dy = _yM - state[1];
            double speed = state[VehicleDynamics.Speed];
            double distance = Math.Sqrt((dx * dx) + (dy * dy));
            _heldS = isHeld && distance < PassM ? _heldS + _model.PeriodS : 0.0;
            bool passes = _mayPass && _heldS > PassS;
            _isNear = passes || (_isNear ? distance < PassM : distance < ThereM);
            double wanted = 0.0;
            double turn;
            if (_isNear)
            {
                turn = Wrapped(_headingRad - state[VehicleDynamics.Heading]);
            }
            else
            {
                turn = Wrapped(Trigonometry.Atan2(dy, dx) - state[VehicleDynamics.Heading]);
                double sin;
                double cos;
                Trigonometry.SinCos(turn, out sin, out cos);
                double brake = -BrakeShare * _model.InputLower[1];
                double most = brake * (Math.Sqrt((_model.PeriodS * _model.PeriodS) + (2.0 * distance / brake)) - _model.PeriodS);
                most = most < _fastestMS ? most : _fastestMS;
                wanted = cos < AheadCos ? 0.0 : most * cos;
                Vx = most * dx / distance;
                Vy = most * dy / distance;
            }

            HasWish = !_isNear && distance > OwnM;

            YawRateRadS = Clamp(turn / (TurnPeriods * _model.PeriodS), 0);
            AccelerationMS2 = Clamp((wanted - speed) / _model.PeriodS, 1);
            bool stands = speed < StandsMS && speed > -StandsMS;
            bool looks = turn < LooksRad && turn > -LooksRad;
            StepsToGo = _isNear && stands && looks ? 0 : 2 + Periods(turn, distance);
        }

        /// <summary>An angle in [-π, π].</summary>
        private static double Wrapped(double angleRad)
        {
            double turns = angleRad / LearningMpc.FullTurn;
            int whole = (int)(turns < 0.0 ? turns - 0.5 : turns + 0.5);
            return angleRad - (whole * LearningMpc.FullTurn);
        }

        private int Periods(double turn, double distance)
        {
            double left = (turn < 0.0 ? -turn : turn) / _model.InputUpper[0];
            left += _isNear ? 0.0 : distance / (_fastestMS > StandsMS ? _fastestMS : StandsMS);
            double periods = left / _model.PeriodS;
            return periods < 1e6 ? (int)periods : 1000000;
        }

        private double Clamp(double value, int input)
        {
            double low = _model.InputLower[input];
            double high = _model.InputUpper[input];
            return value < low ? low : value > high ? high : value;
        }
    }
}
