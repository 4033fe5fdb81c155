using System;
using MultiAgentEdge.Delivery;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// The delivery mission: drives one edge of the task graph by the low-level policy (33) of paper S4, then holds at the node until the
    /// set of the next edge is activated: at once where it was staged on the way. State (57): that of <see cref="VehicleKind"/>, then
    /// battery used and time since the depot, which the body counts. It negotiates nothing.
    /// </summary>
    public sealed class DeliveryController : UncoupledController, IPlanarController, ITaskController, IRememberingController
    {
        private readonly VehicleDynamics _dynamics;
        private readonly LearningMpc _mpc;
        private readonly EdgeSafeSet _set;
        private readonly double[] _input = new double[VehicleDynamics.InputCount];

        /// <summary>Null for a bicycle.</summary>
        private readonly NodeApproach _approach;
        private double _batteryAtStart;
        private bool _begun;
        private bool _isHeld;
        private bool _approaches;
        private int _diverted;

        /// <summary>Of what a set may say.</summary>
        private const double MostPriority = 100.0;

        /// <summary>Periods in which another was in the way after which the stored traversal is given up.</summary>
        private const int MostDiverted = 5;

        private DeliveryController(VehicleDynamics dynamics, EdgeSafeSet set, int horizon)
        {
            _dynamics = dynamics;
            _set = set;
            _mpc = new LearningMpc(dynamics, horizon);
            _approach = dynamics.Kind == VehicleKind.Unicycle ? new NodeApproach(dynamics) : null;
            Reset();
        }

        public MissionKind Mission
        {
            get { return MissionKind.Delivery; }
        }

        public int StateCount
        {
            get { return _dynamics.StateCount + 2; }
        }

        public int InputCount
        {
            get { return VehicleDynamics.InputCount; }
        }

        /// <summary>0 for a bicycle: what keeps rovers apart turns them where they stand.</summary>
        public double LargestSpeedMS
        {
            get { return _approach == null ? 0.0 : _dynamics.SpeedUpperMS; }
        }

        public double LargestGainMS2
        {
            get { return _dynamics.InputUpper[1]; }
        }

        /// <summary>As the planner sees it: who comes home with little left goes before others.</summary>
        public int Priority { get; private set; }

        /// <summary>Always whole: an input cut short would leave the plan, which needs nobody's word.</summary>
        public double SpeedLimit
        {
            get { return 1.0; }
        }

        public double[] Input
        {
            get { return _input; }
        }

        public double[] InputLower
        {
            get { return _dynamics.InputLower; }
        }

        public double[] InputUpper
        {
            get { return _dynamics.InputUpper; }
        }

        /// <summary>Periods to the node, the value of (33); 0 when it is there.</summary>
        public double Figure
        {
            get { return StepsToGo; }
        }

        private int StepsToGo
        {
            get { return _approaches ? _approach.StepsToGo : _mpc.StepsToGo; }
        }

        /// <summary>QPs of the last step.</summary>
        public int Count
        {
            get { return _mpc.Qps; }
        }

        /// <summary>Builds the controller a parameter set describes; null where the set is no delivery set, lacks an entry or does not
        /// fit.</summary>
        public static DeliveryController TryCreate(ParameterSet set, RoverOptions limits)
        {
            double[] vehicle = new double[7];
            int states = set.Find(ParameterId.EdgeStates);
            double horizon = 0.0;
            if (set.Mission != MissionKind.Delivery || states < 0 || !set.TryCopy(ParameterId.Vehicle, vehicle, vehicle.Length)
                || !set.TryGetScalar(ParameterId.Horizon, ref horizon))
            {
                return null;
            }

            VehicleDynamics dynamics = new VehicleDynamics(vehicle[0] == 1.0 ? VehicleKind.Bicycle : VehicleKind.Unicycle);
            int nx = set.Dim(states, 1);
            int steps = set.Dim(states, 0) - 1;
            if (horizon < 2.0 || horizon > limits.CouplingCapacity || steps < 1 || nx != dynamics.StateCount
                || nx + 2 > limits.StateCapacity)
            {
                return null;
            }

            dynamics.WheelbaseM = vehicle[1];
            dynamics.SpeedUpperMS = vehicle[2];
            dynamics.SteeringUpperRad = vehicle[3];
            dynamics.HotelPerS = vehicle[4];
            dynamics.DrivePerS = vehicle[5];
            dynamics.PeriodS = ControllerFactory.PeriodUs(set) / 1e6;
            EdgeSafeSet edge = new EdgeSafeSet(nx, steps);
            edge.Steps = steps;
            if (!set.TryCopy(ParameterId.InputLower, dynamics.InputLower, 2) || !set.TryCopy(ParameterId.InputUpper, dynamics.InputUpper, 2)
                || !set.TryCopy(ParameterId.EdgeStates, edge.States, edge.States.Length)
                || !set.TryCopy(ParameterId.EdgeInputs, edge.Inputs, edge.Inputs.Length)
                || !set.TryCopy(ParameterId.EdgeBattery, edge.Battery, edge.Battery.Length) || !dynamics.IsValid())
            {
                return null;
            }

            DeliveryController made = new DeliveryController(dynamics, edge, (int)horizon);
            made._mpc.BlendsTurns = vehicle[6] == 1.0;
            double work = made._mpc.QpLimit;
            set.TryGetScalar(ParameterId.IterationLimit, ref work);
            made._mpc.QpLimit = work >= 0.0 && work < 1000.0 ? (int)work : made._mpc.QpLimit;
            double priority = 0.0;
            set.TryGetScalar(ParameterId.WayPriority, ref priority);
            made.Priority = priority > 0.0 && priority <= MostPriority ? (int)priority : 0;
            return made.TryTakeStartPose(set) ? made : null;
        }

        public void BeginPeriod()
        {
            _mpc.Advance();
        }

        public QpStatus Step(double[] state)
        {
            int nx = _dynamics.StateCount;
            bool isFirst = !_begun;
            if (isFirst)
            {
                _begun = true;
                _batteryAtStart = state[nx];
            }

            if (_approaches)
            {
                return Approach(state);
            }

            QpStatus status = _mpc.Solve(state, state[nx] - _batteryAtStart);
            _input[0] = _mpc.Input[0];
            _input[1] = _mpc.Input[1];
            bool gaveWay = _diverted > MostDiverted
                || (status == QpStatus.NotConverged && (_diverted > 0 || (isFirst && IsNearBegin(state))));
            if (_approach == null || status == QpStatus.InvalidData || !gaveWay || _mpc.IsArrived)
            {
                _isHeld = false;
                return status;
            }

            _approaches = true;
            _approach.Begin(_set, Priority == 0);
            return Approach(state);
        }

        /// <summary>It stands where it passed a node on which another stands.</summary>
        private bool IsNearBegin(double[] state)
        {
            double dx = _set.States[0] - state[0];
            double dy = _set.States[1] - state[1];
            return (dx * dx) + (dy * dy) < NodeApproach.PassM * NodeApproach.PassM;
        }

        private QpStatus Approach(double[] state)
        {
            double check = 0.0;
            for (int i = 0; i < _dynamics.StateCount; i++)
            {
                check += state[i] - state[i];
            }

            _input[0] = 0.0;
            _input[1] = 0.0;
            if (check != 0.0)
            {
                return QpStatus.InvalidData;
            }

            _approach.Step(state, _isHeld);
            _isHeld = false;
            _input[0] = _approach.YawRateRadS;
            _input[1] = _approach.AccelerationMS2;
            return QpStatus.Solved;
        }

        public bool TryWish(double[] velocity)
        {
            if (!_approaches || !_approach.HasWish)
            {
                return false;
            }

            velocity[0] = _approach.Vx;
            velocity[1] = _approach.Vy;
            return true;
        }

        /// <summary>The stored traversal is a timetable: who had to give way drives on as it stands, and, where that fails or goes on,
        /// straight to the node.</summary>
        public void Divert()
        {
            _isHeld = true;
            _diverted++;
        }

        public void Reset()
        {
            _begun = false;
            _approaches = false;
            _isHeld = false;
            _diverted = 0;
            _mpc.Begin(_set);
        }

        public double[] Beginning()
        {
            double[] first = new double[_dynamics.StateCount];
            Array.Copy(_set.States, 0, first, 0, first.Length);
            return first;
        }

        /// <summary>The plan has been carried out with the input of the period before, and the other edge leads on from this one's
        /// node.</summary>
        public bool IsFollowedBy(double[] beginning)
        {
            return _begun && StepsToGo <= 1 && _set.LeadsTo(beginning);
        }

        /// <summary>The battery as the edge began, if it has, and how often it gave way since.</summary>
        public double[] Remember()
        {
            return new double[] { _begun ? 1.0 : 0.0, _batteryAtStart, _approaches ? 1.0 : 0.0, _diverted };
        }

        public void Recall(double[] memory)
        {
            _begun = memory[0] != 0.0;
            _batteryAtStart = memory[1];
            _diverted = (int)memory[3];
            if (memory[2] != 0.0)
            {
                _approaches = true;
                _approach.Begin(_set, Priority == 0);
            }
        }

        /// <summary>Input: a state. Output: the controller's inputs of as many periods as they fill, its own model driving.</summary>
        public bool TryAnswer(double[] input, int inputCount, double[] output, int outputCount)
        {
            if (inputCount != StateCount || outputCount % 2 != 0)
            {
                return false;
            }

            double[] state = new double[StateCount];
            double[] next = new double[StateCount];
            Array.Copy(input, 0, state, 0, StateCount);
            Reset();
            for (int k = 0; k < outputCount; k += 2)
            {
                if (Step(state) == QpStatus.InvalidData)
                {
                    return false;
                }

                output[k] = Input[0];
                output[k + 1] = Input[1];
                Predict(state, Input, next);
                Array.Copy(next, 0, state, 0, StateCount);
                BeginPeriod();
            }

            return true;
        }

        public void Predict(double[] state, double[] applied, double[] next)
        {
            int nx = _dynamics.StateCount;
            _dynamics.Step(state, 0, applied, 0, next, 0);
            next[nx] = state[nx] + _dynamics.Depletion(state[VehicleDynamics.Speed]);
            next[nx + 1] = state[nx + 1] + _dynamics.PeriodS;
        }
    }
}
