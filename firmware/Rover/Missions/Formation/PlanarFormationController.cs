using MultiAgentEdge.Formation;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// The formation mission in the plane: the point before the axle is a double integrator in x and in y, so two local problems (8) of
    /// paper S1 with two states and one input each. They plan deviations from the rover's place in the formation
    /// (<see cref="FormationReference"/>): e = P - r, w = v - r', u = a - r'', in boxes moved by as much, so that the reference is zero and
    /// the coupling of every shape is e_i = e_j. The place's acceleration is the change of its speed over the period, as exact as the path,
    /// whatever its kind. State: x, y of P, m; its velocity, m/s; heading, rad. Input: acceleration of P, m/s^2. Plan and price: x, y of
    /// stage 1, of stage 2, ...
    /// </summary>
    public sealed class PlanarFormationController : IPacedController, IPlacingController
    {
        private const int Axes = 2;
        private const int States = 5;

        private readonly FormationController[] _axis;
        private readonly FormationReference _reference;
        private readonly FormationPace _pace = new FormationPace();
        private readonly int _horizon;
        private readonly double _periodS;
        private readonly double[] _input = new double[Axes];
        private readonly double[] _lower = new double[Axes];
        private readonly double[] _upper = new double[Axes];
        private readonly double[] _plan;
        private readonly double[] _price;
        private readonly double[] _axisPrice;
        private readonly double[] _axisState = new double[Axes];
        private readonly double[] _axisInput = new double[1];
        private readonly double[] _boxes = new double[4];
        private readonly double[] _place = new double[Axes];
        private readonly double[] _speed = new double[Axes];
        private readonly double[] _acceleration = new double[Axes];

        private PlanarFormationController(FormationController x, FormationController y, FormationReference reference, double periodS)
        {
            _axis = new FormationController[] { x, y };
            _reference = reference;
            _periodS = periodS;
            _horizon = x.CouplingCount;
            _plan = new double[Axes * _horizon];
            _price = new double[Axes * _horizon];
            _axisPrice = new double[_horizon];
            x.CopyBoxes(_boxes);
            for (int i = 0; i < Axes; i++)
            {
                _lower[i] = _boxes[0];
                _upper[i] = _boxes[1];
            }
        }

        public MissionKind Mission
        {
            get { return MissionKind.Formation; }
        }

        public int StateCount
        {
            get { return States; }
        }

        public int InputCount
        {
            get { return Axes; }
        }

        public int CouplingCount
        {
            get { return Axes * _horizon; }
        }

        public int RoundsPerPeriod
        {
            get { return _axis[0].RoundsPerPeriod; }
        }

        public double SpeedLimit
        {
            get { return _axis[0].SpeedLimit; }
        }

        /// <inheritdoc cref="IPlacingController.StartPose"/>
        public double[] StartPose { get; private set; }

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

        public bool LeavesBounds
        {
            get { return _axis[0].LeavesBounds || _axis[1].LeavesBounds; }
        }

        public double[] Plan
        {
            get { return _plan; }
        }

        public double[] Sensitivity
        {
            get { return null; }
        }

        public double[] Price
        {
            get { return _price; }
        }

        /// <summary>Optimal cost of both local problems at the last step.</summary>
        public double Figure
        {
            get { return _axis[0].Figure + _axis[1].Figure; }
        }

        /// <summary>Solver iterations of both at the last step.</summary>
        public int Count
        {
            get { return _axis[0].Count + _axis[1].Count; }
        }

        /// <summary>Builds the controller that a set with a path describes; null where an entry is missing or does not fit.</summary>
        public static PlanarFormationController TryCreate(ParameterSet set, RoverOptions limits)
        {
            FormationReference reference = new FormationReference();
            FormationController x = FormationController.TryCreate(set, limits, false);
            FormationController y = x == null ? null : FormationController.TryCreate(set, limits, false);
            double periodS = ControllerFactory.PeriodUs(set) * 1e-6;
            if (y == null || x.StateCount != Axes || x.InputCount != 1 || x.Sensitivity != null || periodS <= 0.0
                || States > limits.StateCapacity
                || Axes > limits.InputCapacity || Axes * x.CouplingCount > limits.CouplingCapacity || !reference.TryLoad(set))
            {
                return null;
            }

            PlanarFormationController made = new PlanarFormationController(x, y, reference, periodS);
            double[] pose = new double[3];
            if (set.TryCopy(ParameterId.StartPose, pose, 3))
            {
                made.StartPose = pose;
            }

            made.Follow(0);
            return made;
        }

        public void SetPace(double[] numbers, uint tick)
        {
            _pace.TryRead(numbers);
            Follow(tick);
        }

        private void Follow(uint tick)
        {
            _reference.Evaluate(_pace, tick + 1, _periodS);
            double vx = _reference.Vx;
            double vy = _reference.Vy;
            _reference.Evaluate(_pace, tick, _periodS);
            _place[0] = _reference.X;
            _place[1] = _reference.Y;
            _speed[0] = _reference.Vx;
            _speed[1] = _reference.Vy;
            _acceleration[0] = (vx - _reference.Vx) / _periodS;
            _acceleration[1] = (vy - _reference.Vy) / _periodS;
            for (int i = 0; i < Axes; i++)
            {
                // A place that moves as no rover can is followed as far as one can.
                double a = _acceleration[i];
                _acceleration[i] = a < _lower[i] ? _lower[i] : a > _upper[i] ? _upper[i] : a;
                _axis[i].MoveBoxes(_boxes, _speed[i], _acceleration[i]);
            }
        }

        public QpStatus Step(double[] state)
        {
            QpStatus status = QpStatus.Solved;
            for (int i = 0; i < Axes; i++)
            {
                _axisState[0] = state[i] - _place[i];
                _axisState[1] = state[Axes + i] - _speed[i];
                QpStatus its = _axis[i].Step(_axisState);
                status = status == QpStatus.Solved ? its : status;
                double input = _axis[i].Input[0] + _acceleration[i];
                _input[i] = input < _lower[i] ? _lower[i] : input > _upper[i] ? _upper[i] : input;
                double[] plan = _axis[i].Plan;
                for (int l = 0, at = i; l < _horizon; l++, at += Axes)
                {
                    _plan[at] = plan[l];
                }
            }

            return status;
        }

        public bool IsJustified(double[] price)
        {
            for (int i = 0; i < Axes; i++)
            {
                Take(price, i);
                if (!_axis[i].IsJustified(_axisPrice))
                {
                    return false;
                }
            }

            return true;
        }

        public void SetPrice(double[] value)
        {
            for (int i = 0; i < Axes; i++)
            {
                Take(value, i);
                _axis[i].SetPrice(_axisPrice);
            }

            KeepPrice();
        }

        public void ClearPrice()
        {
            _axis[0].ClearPrice();
            _axis[1].ClearPrice();
            KeepPrice();
        }

        public void LimitReach(double[] applied, double ratePerPeriod, double share)
        {
            // Not with the rate: a place moves smoothly, so it is seldom met, and its rows are a third of the memory.
            for (int i = 0; i < Axes; i++)
            {
                _axisInput[0] = applied[i] - _acceleration[i];
                _axis[i].LimitReach(_axisInput, MpcParameters.Unbounded, share);
            }
        }

        public void BeginPeriod()
        {
            _axis[0].BeginPeriod();
            _axis[1].BeginPeriod();
        }

        public void Reset()
        {
            _axis[0].Reset();
            _axis[1].Reset();
            KeepPrice();
        }

        /// <summary>Input: phase and rate of the path, a state, a price. Output: the controller's input followed by its plan.</summary>
        public bool TryAnswer(double[] input, int inputCount, double[] output, int outputCount)
        {
            if (inputCount != 2 + States + CouplingCount || outputCount != Axes + CouplingCount)
            {
                return false;
            }

            _pace.Path = _reference.Path;
            _pace.Phase = input[0];
            _pace.Rate = input[1];
            _pace.Slew = 0.0;
            _pace.Tick = _reference.DoneTick;
            Follow(_pace.Tick);
            double[] state = new double[States];
            for (int i = 0; i < States; i++)
            {
                state[i] = input[2 + i];
            }

            double[] price = new double[CouplingCount];
            for (int i = 0; i < CouplingCount; i++)
            {
                price[i] = input[2 + States + i];
            }

            SetPrice(price);
            Step(state);
            for (int i = 0; i < Axes; i++)
            {
                output[i] = _input[i];
            }

            for (int i = 0; i < CouplingCount; i++)
            {
                output[Axes + i] = _plan[i];
            }

            return true;
        }

        /// <summary>The double integrator that each axis is; the heading is nobody's to foresee.</summary>
        public void Predict(double[] state, double[] applied, double[] next)
        {
            for (int i = 0; i < Axes; i++)
            {
                next[i] = state[i] + (_periodS * (state[Axes + i] + (0.5 * _periodS * applied[i])));
                next[Axes + i] = state[Axes + i] + (_periodS * applied[i]);
            }

            next[States - 1] = state[States - 1];
        }

        private void Take(double[] price, int axis)
        {
            for (int l = 0, at = axis; l < _horizon; l++, at += Axes)
            {
                _axisPrice[l] = price[at];
            }
        }

        private void KeepPrice()
        {
            for (int i = 0; i < Axes; i++)
            {
                double[] price = _axis[i].Price;
                for (int l = 0, at = i; l < _horizon; l++, at += Axes)
                {
                    _price[at] = price[l];
                }
            }
        }
    }
}
