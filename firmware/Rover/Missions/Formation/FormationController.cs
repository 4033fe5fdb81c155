using System;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Mpc;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>
    /// The formation mission: the local MPC (8) of paper S1 at the negotiated price. Everything about it (model, costs, boxes, horizon)
    /// comes with the parameter set.
    /// </summary>
    public sealed class FormationController : IController
    {
        private readonly MpcParameters _parameters;
        private MpcController _controller;
        private readonly double[] _price;
        private readonly double[] _priceLower;
        private readonly double[] _priceUpper;
        private readonly double[] _sensitivity;
        private readonly double[] _input;

        private FormationController(int stateCount, int inputCount, int outputCount, int horizon, bool newton)
        {
            _parameters = new MpcParameters(stateCount, inputCount, outputCount, horizon);
            StateCount = stateCount;
            InputCount = inputCount;
            CouplingCount = horizon * outputCount;
            _price = new double[CouplingCount];
            _priceLower = new double[outputCount];
            _priceUpper = new double[outputCount];
            _input = new double[inputCount];
            _sensitivity = newton ? new double[CouplingCount * CouplingCount] : null;
            RoundsPerPeriod = 1;
            SpeedLimit = 1.0;
        }

        public MissionKind Mission
        {
            get { return MissionKind.Formation; }
        }

        public int StateCount { get; private set; }

        public int InputCount { get; private set; }

        public int CouplingCount { get; private set; }

        public int RoundsPerPeriod { get; private set; }

        public double SpeedLimit { get; private set; }

        public double[] Input
        {
            get { return _input; }
        }

        public double[] InputLower
        {
            get { return _parameters.InputLower; }
        }

        public double[] InputUpper
        {
            get { return _parameters.InputUpper; }
        }

        public bool LeavesBounds
        {
            get { return _controller.LeavesBounds; }
        }

        public double[] Plan
        {
            get { return _controller.Outputs; }
        }

        public double[] Sensitivity
        {
            get { return _sensitivity; }
        }

        public double[] Price
        {
            get { return _price; }
        }

        /// <summary>Optimal cost of the local problem at the last step.</summary>
        public double Figure
        {
            get { return _controller.Objective; }
        }

        /// <summary>Solver iterations of the last step.</summary>
        public int Count
        {
            get { return _controller.Iterations; }
        }

        /// <summary>Builds the controller a parameter set describes; null where the set is no formation set, lacks an entry or does not
        /// fit.</summary>
        public static FormationController TryCreate(ParameterSet set, RoverOptions limits)
        {
            return TryCreate(set, limits, limits.InputRatePerPeriod < MpcParameters.Unbounded);
        }

        /// <param name="withRates">Whether it is to plan with the rate of its input: a third more memory.</param>
        public static FormationController TryCreate(ParameterSet set, RoverOptions limits, bool withRates)
        {
            if (set.Mission != MissionKind.Formation)
            {
                return null;
            }

            int a = set.Find(ParameterId.ModelA);
            int b = set.Find(ParameterId.ModelB);
            int e = set.Find(ParameterId.OutputMatrix);
            double horizonValue = 0.0;
            if (a < 0 || b < 0 || e < 0 || !set.TryGetScalar(ParameterId.Horizon, ref horizonValue))
            {
                return null;
            }

            int horizon = (int)horizonValue;
            int stateCount = set.Dim(a, 0);
            int inputCount = set.Dim(b, 1);
            int outputCount = set.Dim(e, 0);
            if (horizon < 1 || horizon > limits.CouplingCapacity || stateCount < 1 || stateCount > limits.StateCapacity || inputCount < 1
                || inputCount > limits.InputCapacity || outputCount < 1 || horizon * outputCount > limits.CouplingCapacity)
            {
                return null;
            }

            double mode = (double)(int)NegotiationMode.Admm;
            set.TryGetScalar(ParameterId.NegotiationMode, ref mode);
            bool newton = (int)mode == (int)NegotiationMode.DualNewton;
            int coupled = horizon * outputCount;
            if (newton && coupled * coupled > limits.SensitivityBufferCount)
            {
                return null;
            }

            FormationController made = new FormationController(stateCount, inputCount, outputCount, horizon, newton);
            return made.TryLoad(set, withRates) ? made : null;
        }

        public QpStatus Step(double[] state)
        {
            QpStatus status = _controller.Solve(state, _price);
            Array.Copy(_controller.Inputs, 0, _input, 0, InputCount);

            if (_sensitivity != null && status == QpStatus.Solved)
            {
                _controller.TryOutputSensitivity(_sensitivity);
            }

            return status;
        }

        public bool IsJustified(double[] price)
        {
            int output = 0;
            for (int i = 0; i < _price.Length; i++)
            {
                if (price[i] < _priceLower[output] || price[i] > _priceUpper[output])
                {
                    return false;
                }

                output = output + 1 == _priceLower.Length ? 0 : output + 1;
            }

            return true;
        }

        public void SetPrice(double[] value)
        {
            _controller.TryCouple(true);
            Array.Copy(value, 0, _price, 0, _price.Length);
        }

        public void ClearPrice()
        {
            if (_controller.TryCouple(false))
            {
                Array.Clear(_price, 0, _price.Length);
            }
            else
            {
                _controller.CopyNeutralPrice(_price);
            }
        }

        public void LimitReach(double[] applied, double ratePerPeriod, double share)
        {
            _controller.LimitReach(applied, ratePerPeriod, share);
        }

        /// <summary>Where this controller plans deviations from what moves by itself, the boxes move the other way. Position and speed
        /// along one axis, with one input.</summary>
        /// <param name="boxes">Input lower and upper, speed lower and upper: those of the axis itself.</param>
        /// <param name="speed">Of what moves.</param>
        /// <param name="input">That it takes.</param>
        public void MoveBoxes(double[] boxes, double speed, double input)
        {
            _parameters.InputLower[0] = boxes[0] - input;
            _parameters.InputUpper[0] = boxes[1] - input;
            _parameters.StateLower[1] = boxes[2] <= -MpcParameters.Unbounded ? boxes[2] : boxes[2] - speed;
            _parameters.StateUpper[1] = boxes[3] >= MpcParameters.Unbounded ? boxes[3] : boxes[3] - speed;
            _controller.TakeBoxes();
        }

        /// <summary>Input lower and upper, speed lower and upper, as the set has them.</summary>
        public void CopyBoxes(double[] into)
        {
            into[0] = _parameters.InputLower[0];
            into[1] = _parameters.InputUpper[0];
            into[2] = _parameters.StateLower[1];
            into[3] = _parameters.StateUpper[1];
        }

        public void BeginPeriod()
        {
            _controller.Advance();
        }

        public void Reset()
        {
            _controller.Reset();
            _controller.TryCouple(true);
            Array.Clear(_price, 0, _price.Length);
        }

        /// <summary>Input: a state followed by a price. Output: the controller's input followed by its plan.</summary>
        public bool TryAnswer(double[] input, int inputCount, double[] output, int outputCount)
        {
            if (inputCount != StateCount + CouplingCount || outputCount != InputCount + CouplingCount)
            {
                return false;
            }

            for (int i = 0; i < CouplingCount; i++)
            {
                _price[i] = input[StateCount + i];
            }

            Step(input);
            for (int i = 0; i < InputCount; i++)
            {
                output[i] = _input[i];
            }

            for (int i = 0; i < CouplingCount; i++)
            {
                output[InputCount + i] = Plan[i];
            }

            return true;
        }

        public void Predict(double[] state, double[] applied, double[] next)
        {
            for (int i = 0; i < StateCount; i++)
            {
                double sum = _parameters.Offset[i];
                for (int j = 0; j < StateCount; j++)
                {
                    sum += _parameters.A[(i * StateCount) + j] * state[j];
                }

                for (int j = 0; j < InputCount; j++)
                {
                    sum += _parameters.B[(i * InputCount) + j] * applied[j];
                }

                next[i] = sum;
            }
        }

        private bool TryLoad(ParameterSet set, bool withRates)
        {
            if (!_parameters.TryLoad(set) || !TryLoadPriceLimits(set))
            {
                return false;
            }

            // Only what this set needs: a bound on every state and a sensitivity would be half as much memory again.
            _controller = new MpcController(
                StateCount, InputCount, _parameters.OutputCount, _parameters.Horizon, _parameters.BoundedStates, _sensitivity != null,
                withRates);
            if (_controller.Configure(_parameters) != QpStatus.Solved)
            {
                return false;
            }

            // Zero is what a stopped rover applies, so the input box must hold it.
            for (int i = 0; i < InputCount; i++)
            {
                if (_parameters.InputLower[i] > 0.0 || _parameters.InputUpper[i] < 0.0)
                {
                    return false;
                }
            }

            double rounds = 1.0;
            double speed = 1.0;
            double period = 0.0;
            double iterations = 0.0;
            set.TryGetScalar(ParameterId.RoundsPerPeriod, ref rounds);
            set.TryGetScalar(ParameterId.SpeedLimit, ref speed);
            set.TryGetScalar(ParameterId.PeriodUs, ref period);
            if (set.TryGetScalar(ParameterId.IterationLimit, ref iterations) && iterations >= 1.0)
            {
                _controller.IterationLimit = (int)iterations;
            }

            if (double.IsNaN(rounds) || double.IsNaN(speed) || double.IsNaN(period) || rounds < 0.0 || rounds > 100.0 || speed <= 0.0
                || speed > 1.0
                || period < 0.0 || period > 1e8)
            {
                return false;
            }

            RoundsPerPeriod = (int)rounds;
            SpeedLimit = speed;
            return true;
        }

        /// <summary>A set without them takes any price. Limits that no price is in between are none.</summary>
        private bool TryLoadPriceLimits(ParameterSet set)
        {
            int outputs = _priceLower.Length;
            for (int i = 0; i < outputs; i++)
            {
                _priceLower[i] = -MpcParameters.Unbounded;
                _priceUpper[i] = MpcParameters.Unbounded;
            }

            bool taken = (set.Find(ParameterId.PriceLower) < 0 || set.TryCopy(ParameterId.PriceLower, _priceLower, outputs))
                && (set.Find(ParameterId.PriceUpper) < 0 || set.TryCopy(ParameterId.PriceUpper, _priceUpper, outputs));
            for (int i = 0; i < outputs; i++)
            {
                taken &= !double.IsNaN(_priceLower[i]) && !double.IsNaN(_priceUpper[i]) && _priceLower[i] <= _priceUpper[i];
            }

            return taken;
        }
    }
}
