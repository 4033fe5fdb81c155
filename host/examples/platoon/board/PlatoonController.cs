using MultiAgentEdge.Actor;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;

namespace PlatoonTeam
{
    /// <summary>
    /// Keeps a constant time gap to the rover ahead on the lane y = 0 (Ioannou and Chien, Autonomous intelligent cruise control, 1993): the
    /// gap is to be d0 + h v, and its error e dies out by a = (v_ahead - v + lambda e) / h. The leader follows a swinging speed. Who does
    /// not see as many rovers ahead as there are brakes. State x, y, m, heading, rad, speed, m/s, battery used, time, s; input yaw rate,
    /// rad/s, acceleration, m/s^2. Allocates nothing after construction.
    /// </summary>
    public sealed class PlatoonController : UncoupledController, INeighbourController, IPlanarController
    {
        private const int States = 6;

        private readonly NeighbourScope _scope;
        private readonly double[] _input = new double[2];
        private readonly double[] _lower = new double[2];
        private readonly double[] _upper = new double[2];
        private readonly double[] _leader = new double[3];
        private readonly double[] _limits = new double[3];
        private double _place;
        private double _timeGapS;
        private double _standstillM;
        private double _rate;
        private double _periodS;
        private double _gapError;
        private double _aheadX;
        private int _ahead;
        private uint _aheadTick;
        private uint _tick;

        private PlatoonController(int capacity)
        {
            _scope = new NeighbourScope(capacity, capacity);
            Reset();
        }

        public MissionKind Mission
        {
            get { return PlatoonEntry.Kind; }
        }

        public int StateCount
        {
            get { return States; }
        }

        public int InputCount
        {
            get { return 2; }
        }

        public double SpeedLimit { get; private set; }

        public int SilenceLimit { get; private set; }

        /// <summary>What the safety filter reckons with, of itself and of the others.</summary>
        public double LargestSpeedMS
        {
            get { return _limits[0]; }
        }

        /// <summary>It does not say.</summary>
        public double LargestGainMS2
        {
            get { return 0.0; }
        }

        /// <summary>Nobody has the way before others.</summary>
        public int Priority
        {
            get { return 0; }
        }

        /// <summary>Its input says all.</summary>
        public bool TryWish(double[] velocity)
        {
            return false;
        }

        /// <summary>It looks anew in every period, wherever it is.</summary>
        public void Divert()
        {
        }

        public NeighbourScope Scope
        {
            get { return _scope; }
        }

        public double[] Input
        {
            get { return _input; }
        }

        public double[] InputLower
        {
            get { return _lower; }
        }

        public double[] InputUpper
        {
            get { return _upper; }
        }

        /// <summary>For telemetry: error of the gap, m; 0 for the leader.</summary>
        public double Figure
        {
            get { return _gapError; }
        }

        /// <summary>For telemetry: rovers seen ahead.</summary>
        public int Count
        {
            get { return _ahead; }
        }

        /// <summary>Null where the set lacks an entry or one is out of its range.</summary>
        public static PlatoonController TryCreate(ParameterSet set, RoverOptions limits)
        {
            if (set.Mission != PlatoonEntry.Kind || limits.NeighbourCapacity < 1 || limits.StateCapacity < States)
            {
                return null;
            }

            PlatoonController made = new PlatoonController(limits.NeighbourCapacity);
            return made.TryLoad(set) ? made : null;
        }

        public void BeginPeriod()
        {
        }

        public void SetTick(uint tick)
        {
            _tick = tick;
        }

        public void Locate(double[] state, double[] position)
        {
            position[0] = state[0];
            position[1] = state[1];
        }

        public QpStatus Step(double[] state)
        {
            double speed = state[3];
            double acceleration = _place == 0.0 ? Lead(speed) : Follow(state[0], speed);
            // A rover never drives backwards, and not above its limit.
            acceleration = Clamp(acceleration, -speed / _periodS, (_limits[0] - speed) / _periodS);
            _input[0] = Clamp(-4.0 * state[1] * speed - 2.0 * state[2], -_limits[1], _limits[1]);
            _input[1] = Clamp(acceleration, -_limits[2], _limits[2]);
            return QpStatus.Solved;
        }

        public void Reset()
        {
            _scope.Clear();
            _tick = 1;
            _aheadTick = 0;
            _gapError = 0.0;
            _ahead = 0;
            _input[0] = 0.0;
            _input[1] = 0.0;
        }

        /// <summary>Input: a state, then the positions of other rovers, two numbers each. Output: the controller's input.</summary>
        public bool TryAnswer(double[] input, int inputCount, double[] output, int outputCount)
        {
            int others = (inputCount - States) / 2;
            if (inputCount < States || inputCount % 2 != 0 || others > _scope.Capacity || outputCount != InputCount)
            {
                return false;
            }

            Reset();
            for (int i = 0; i < others; i++)
            {
                _scope.Set(i, input[States + 2 * i], input[States + 2 * i + 1]);
            }

            Step(input);
            output[0] = _input[0];
            output[1] = _input[1];
            return true;
        }

        public void Predict(double[] state, double[] applied, double[] next)
        {
            double sin;
            double cos;
            Trigonometry.SinCos(state[2], out sin, out cos);
            next[3] = state[3] + applied[1] * _periodS;
            next[2] = state[2] + applied[0] * _periodS;
            next[0] = state[0] + next[3] * cos * _periodS;
            next[1] = state[1] + next[3] * sin * _periodS;
            next[4] = state[4];
            next[5] = state[5] + _periodS;
        }

        private double Lead(double speed)
        {
            double sin;
            double cos;
            Trigonometry.SinCos(6.283185307179586 * (_tick - 1) * _periodS / _leader[2], out sin, out cos);
            return _leader[0] + _leader[1] * sin - speed;
        }

        private double Follow(double x, double speed)
        {
            _scope.Select(x, 0.0);
            double ahead = 0.0;
            _ahead = 0;
            for (int k = 0; k < _scope.Count; k++)
            {
                double other = _scope.SeenX(k);
                if (other > x)
                {
                    ahead = _ahead == 0 || other < ahead ? other : ahead;
                    _ahead++;
                }
            }

            if (_ahead < _place)
            {
                // Somebody is there and not seen.
                _aheadTick = 0;
                return -_limits[2];
            }

            // Its speed is what it has moved since the period before; where that is not known it is taken to be this rover's own.
            double aheadSpeed = _aheadTick != 0 && _tick - _aheadTick == 1 ? (ahead - _aheadX) / _periodS : speed;
            _aheadX = ahead;
            _aheadTick = _tick;
            _gapError = ahead - x - _standstillM - _timeGapS * speed;
            return (aheadSpeed - speed + _rate * _gapError) / _timeGapS;
        }

        private bool TryLoad(ParameterSet set)
        {
            double speedLimit = 1.0;
            double silence = 4.0;
            set.TryGetScalar(ParameterId.SpeedLimit, ref speedLimit);
            set.TryGetScalar(ParameterId.SilenceLimit, ref silence);
            _periodS = ControllerFactory.PeriodUs(set) * 1e-6;
            if (!set.TryGetScalar(PlatoonEntry.Place, ref _place) || !set.TryGetScalar(PlatoonEntry.TimeGap, ref _timeGapS)
                || !set.TryGetScalar(PlatoonEntry.StandstillGap, ref _standstillM) || !set.TryGetScalar(PlatoonEntry.GapRate, ref _rate)
                || !set.TryCopy(PlatoonEntry.LeaderSpeed, _leader, 3) || !set.TryCopy(PlatoonEntry.Limits, _limits, 3)
                || !TryTakeStartPose(set))
            {
                return false;
            }

            if (!(_place >= 0.0 && _place <= _scope.Capacity) || !IsSize(_timeGapS) || !IsSize(_standstillM) || !IsSize(_rate)
                || !IsSize(_periodS)
                || !IsSize(_leader[2]) || !IsSize(_limits[0]) || !IsSize(_limits[1]) || !IsSize(_limits[2])
                || !(speedLimit > 0.0 && speedLimit <= 1.0) || !(silence >= 1.0 && silence <= 1e6))
            {
                return false;
            }

            SpeedLimit = speedLimit;
            SilenceLimit = (int)silence;
            _upper[0] = _limits[1];
            _upper[1] = _limits[2];
            _lower[0] = -_limits[1];
            _lower[1] = -_limits[2];
            return true;
        }

        private static bool IsSize(double value)
        {
            return value > 1e-6 && value <= 1e6;
        }

        private static double Clamp(double value, double lower, double upper)
        {
            return value < lower ? lower : value > upper ? upper : value;
        }
    }
}
