using MultiAgentEdge.Actor;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// The coverage mission: an actor trained by the methods of papers S2 and S3, shown what this rover sees, answers with an acceleration.
    /// Particle bodies: state position x, y, m, and velocity x, y, m/s; input acceleration x, y, m/s^2, held for the period. With a
    /// tracking law: the planar body on two wheels (state x, y, heading, speed, battery, time; input yaw rate, acceleration). The particle
    /// then goes ahead, and a point ahead of the axle follows it (feedback linearisation: v = c vx + s vy, w = (c vy - s vx) / look-ahead):
    /// wheels are neither as fast nor as prompt as what the actor was trained on, and as the particle itself they swing around its goal.
    /// </summary>
    public sealed partial class CoverageController : UncoupledController, INeighbourController, IPlanarController, IRememberingController
    {
        private readonly CoverageObservation _observation;
        private readonly ActorNetwork _network;
        private readonly float[] _output; // nA
        private readonly double[] _table; // nA x 2
        private readonly double[] _input = new double[2];
        private readonly double[] _lower = new double[2];
        private readonly double[] _upper = new double[2];
        private double _damping;
        private double _periodS;
        private uint _tick;

        private CoverageController(CoverageObservation observation, ActorNetwork network, double[] table)
        {
            _observation = observation;
            _network = network;
            _table = table;
            _output = new float[network.OutputCount];
            SpeedLimit = 1.0;
            SilenceLimit = 20;
        }

        public MissionKind Mission
        {
            get { return MissionKind.Coverage; }
        }

        public int StateCount
        {
            get { return _hasWheels ? 6 : 4; }
        }

        public int InputCount
        {
            get { return 2; }
        }

        public double SpeedLimit { get; private set; }

        public int SilenceLimit { get; private set; }

        /// <summary>On wheels only: a particle is no body of two wheels.</summary>
        public double LargestSpeedMS
        {
            get { return _hasWheels ? _law[1] : 1.0; }
        }

        /// <summary>It does not say: a policy may ask for anything at once.</summary>
        public double LargestGainMS2
        {
            get { return 0.0; }
        }

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
            get { return _observation.Scope; }
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

        /// <summary>Others in scope at the last step.</summary>
        public double Figure
        {
            get { return Scope.Count; }
        }

        /// <summary>Others within range at the last step.</summary>
        public int Count
        {
            get { return Scope.InRange; }
        }

        /// <summary>Builds the controller a parameter set describes; null where the set is no coverage set, lacks an entry or does not
        /// fit.</summary>
        public static CoverageController TryCreate(ParameterSet set, RoverOptions limits)
        {
            CoverageObservation observation = set.Mission == MissionKind.Coverage && limits.NeighbourCapacity > 0
                ? CoverageObservation.TryCreate(set, limits.NeighbourCapacity) : null;
            ActorNetwork network = ActorNetwork.TryCreate(set);
            int actions = set.Find(ParameterId.ActionTable);
            if (observation == null || network == null || network.InputCount != observation.Vector.Length || actions < 0)
            {
                return null;
            }

            double[] table = new double[2 * network.OutputCount];
            if (!set.TryCopy(ParameterId.ActionTable, table, table.Length))
            {
                return null;
            }

            CoverageController made = new CoverageController(observation, network, table);
            return made.TryLoad(set) ? made : null;
        }

        public void BeginPeriod()
        {
        }

        public void SetTick(uint tick)
        {
            _tick = tick;
        }

        public QpStatus Step(double[] state)
        {
            QpStatus status = Choose(_hasWheels ? Particle(state) : state);
            if (_hasWheels && status == QpStatus.Solved)
            {
                Lead();
                Track(state);
            }

            return status;
        }

        private QpStatus Choose(double[] state)
        {
            // The mission's first tick is 1.
            _observation.Observe(state, _tick - 1);
            _input[0] = 0.0;
            _input[1] = 0.0;
            if (_network.TryInfer(_observation.Vector, _output) != ActorStatus.Ok)
            {
                return QpStatus.InvalidData;
            }

            if (_network.Head == ActorHead.Argmax)
            {
                int row = 2 * _network.Choice;
                _input[0] = _table[row];
                _input[1] = _table[row + 1];
                return QpStatus.Solved;
            }

            for (int k = 0; k < _output.Length; k++)
            {
                double share = Clamp(_output[k], -1.0, 1.0);
                _input[0] += share * _table[2 * k];
                _input[1] += share * _table[(2 * k) + 1];
            }

            return QpStatus.Solved;
        }

        public void Reset()
        {
            Scope.Clear();
            _tick = 1;
            _hasParticle = false;
            _input[0] = 0.0;
            _input[1] = 0.0;
        }

        /// <summary>Input: a state followed by the positions of other rovers. Output: the controller's input followed by what the actor
        /// said.</summary>
        public bool TryAnswer(double[] input, int inputCount, double[] output, int outputCount)
        {
            int others = inputCount - StateCount;
            if (others < 0 || others % 2 != 0 || others / 2 > Scope.Capacity || outputCount != InputCount + _output.Length)
            {
                return false;
            }

            Reset();
            for (int k = 0; k < others / 2; k++)
            {
                Scope.Set(k, input[StateCount + (2 * k)], input[StateCount + (2 * k) + 1]);
            }

            if (Step(input) != QpStatus.Solved)
            {
                return false;
            }

            output[0] = _input[0];
            output[1] = _input[1];
            for (int k = 0; k < _output.Length; k++)
            {
                output[2 + k] = _output[k];
            }

            return true;
        }

        /// <summary>The particle of the MPE, its velocity updated before its position.</summary>
        public void Predict(double[] state, double[] applied, double[] next)
        {
            if (_hasWheels)
            {
                Trigonometry.SinCos(state[2], out _sin, out _cos);
                next[3] = state[3] + applied[1] * _periodS;
                next[2] = state[2] + applied[0] * _periodS;
                next[0] = state[0] + next[3] * _cos * _periodS;
                next[1] = state[1] + next[3] * _sin * _periodS;
                next[4] = state[4];
                next[5] = state[5];
                return;
            }

            for (int axis = 0; axis < 2; axis++)
            {
                next[2 + axis] = (1.0 - _damping) * state[2 + axis] + applied[axis] * _periodS;
                next[axis] = state[axis] + next[2 + axis] * _periodS;
            }
        }

        private bool TryLoad(ParameterSet set)
        {
            _hasWheels = set.TryCopy(ParameterId.TrackingLaw, _law, 4);
            if (!_hasWheels && set.Find(ParameterId.TrackingLaw) >= 0)
            {
                return false;
            }

            for (int i = 0; _hasWheels && i < 4; i++)
            {
                if (!(_law[i] > 1e-6 && _law[i] <= 1e6))
                {
                    return false;
                }
            }

            if (!TryTakeStartPose(set))
            {
                return false;
            }

            double speed = 1.0;
            double silence = SilenceLimit;
            set.TryGetScalar(ParameterId.SpeedLimit, ref speed);
            set.TryGetScalar(ParameterId.SilenceLimit, ref silence);
            set.TryGetScalar(ParameterId.Damping, ref _damping);
            _periodS = ControllerFactory.PeriodUs(set) * 1e-6;
            if (speed <= 0.0 || speed > 1.0 || silence < 1.0 || silence > 1e6 || _damping < 0.0 || _damping >= 1.0 || _periodS <= 0.0)
            {
                return false;
            }

            SpeedLimit = speed;
            SilenceLimit = (int)silence;
            SetBox();
            return true;
        }

        private void SetBox()
        {
            if (_hasWheels)
            {
                _upper[0] = _law[2];
                _upper[1] = _law[3];
            }

            for (int i = 0; !_hasWheels && i < _table.Length; i++)
            {
                double size = _table[i] < 0.0 ? -_table[i] : _table[i];
                int axis = i % 2;
                if (_network.Head != ActorHead.Argmax)
                {
                    _upper[axis] += size;
                }
                else if (size > _upper[axis])
                {
                    _upper[axis] = size;
                }
            }

            _lower[0] = -_upper[0];
            _lower[1] = -_upper[1];
        }

        private static double Clamp(double value, double lower, double upper)
        {
            return value < lower ? lower : value > upper ? upper : value;
        }
    }
}
