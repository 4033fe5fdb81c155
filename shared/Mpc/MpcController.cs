using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    /// <summary>
    /// The local MPC (6), (8) of paper S1 as a condensed QP in the inputs alone; Q of (11) by <see cref="SolveFixedInput"/>.
    /// Deviations from the paper: no multiplier belongs to stage 0 (its state is fixed), prices stand in output space (o = E x), the L1
    /// slack of (9) lives in the solver's soft rows instead of in variables. Memory: the arrays of <see cref="QpSolver"/> for n = N nu
    /// variables and m = N (nu + nx) rows, and about 8 (m n + n n + n (4 nx + N no) + 3 m) bytes; with a sensitivity 8 (n (N nx + 2 N no) +
    /// 2 n n) more. Allocates only in the constructor.
    /// </summary>
    public sealed partial class MpcController
    {
        private readonly int _nx;
        private readonly int _nu;
        private readonly int _no;
        private readonly int _stages;
        private readonly int _variables;        // N nu
        private readonly int _boundedLimit;
        private readonly int _dataCount;        // nx + N no: state, then price
        private readonly QpSolver _qp;
        private readonly OutputSensitivity _sensitivity;
        private readonly double[] _data;        // nx + N no: state and price of the last solve
        private readonly double[] _f;           // N nu
        private readonly double[] _lower;       // m
        private readonly double[] _upper;       // m
        private readonly double[] _free;        // nx
        private readonly double[] _boundState;  // nx, what the bounds are for
        private readonly double[] _freeNext;    // nx
        private readonly double[] _plan;        // N x nu, last plan that was solved to the end
        private bool _hasPlan;
        private bool _hasBounds;
        private bool _configured;
        private bool _sameBounds;
        private bool _told = true;              // whether the state multipliers are those of the last solve
        private readonly double[] _stateMultipliers;
        private MpcParameters _p;

        /// <summary>Working-set changes that one solve may take.</summary>
        public int IterationLimit
        {
            get { return _qp.IterationLimit; }
            set { _qp.IterationLimit = value; }
        }

        /// <summary>Iterations of the last solve.</summary>
        public int Iterations
        {
            get { return _qp.Iterations; }
        }

        /// <summary>N x nu, inside the input box whatever the status was; the first nu are to be applied.</summary>
        public readonly double[] Inputs;

        /// <summary>(N+1) x nx, prediction from the state given; after an invalid state that of the solve before.</summary>
        public readonly double[] States;

        /// <summary>N x no, coupling outputs of stages 1..N.</summary>
        public readonly double[] Outputs;

        /// <summary>
        /// N x nx, stages 1..N: signed multipliers of the state bounds, above 0 where the upper side pushes, with gamma^l inside. Zero
        /// unless solved; empty where no sensitivity was asked for.
        /// </summary>
        public double[] StateMultipliers
        {
            get
            {
                if (!_told)
                    TellStateMultipliers();
                return _stateMultipliers;
            }
        }

        /// <summary>Takes all memory.</summary>
        public MpcController(int stateCount, int inputCount, int outputCount, int horizon)
            : this(stateCount, inputCount, outputCount, horizon, stateCount, true)
        {
        }

        /// <summary>Takes the memory for what is asked: on a small board the rest counts.</summary>
        /// <param name="boundedStates">Most states with a bound; more are refused by <see cref="Configure"/>.</param>
        /// <param name="withSensitivity">Whether <see cref="TryOutputSensitivity"/> or <see cref="StateMultipliers"/> will be asked
        /// for.</param>
        /// <param name="withRates">Whether <see cref="LimitReach"/> will limit the rate of the inputs: (N - 1) nu rows more.</param>
        public MpcController(
            int stateCount, int inputCount, int outputCount, int horizon, int boundedStates, bool withSensitivity, bool withRates = false)
        {
            if (stateCount < 1 || inputCount < 1 || outputCount < 0 || horizon < 1)
                throw new ArgumentException("MpcController needs at least one state, one input and one stage");
            _nx = stateCount;
            _nu = inputCount;
            _no = outputCount;
            _stages = horizon;
            _variables = horizon * inputCount;
            _dataCount = stateCount + (horizon * outputCount);
            _boundedLimit = boundedStates;
            _rateRows = withRates ? (horizon - 1) * inputCount : 0;
            int rows = (horizon * (inputCount + boundedStates)) + _rateRows;
            _qp = new QpSolver(_variables, rows);
            _qp.ReportsObjective = false;
            _boundState = new double[stateCount];
            _applied = new double[inputCount];
            _sensitivity = withSensitivity ? new OutputSensitivity(_variables, horizon * outputCount) : null;
            _data = new double[_dataCount];
            _f = new double[_variables];
            _lower = new double[rows];
            _upper = new double[rows];
            _free = new double[stateCount];
            _freeNext = new double[stateCount];
            _plan = new double[_variables];
            _keptStages = withSensitivity || horizon < 2 ? horizon : 2;
            _response = new double[_keptStages * stateCount * _variables];
            _hessian = new double[_variables * _variables];
            _linearMap = new double[_variables * _dataCount];
            _linearOffset = new double[_variables];
            _rows = new double[rows * _variables];
            _softWeight = new double[rows];
            _boundedStates = new int[stateCount];
            _weight = new double[stateCount * stateCount];
            _couplingPart = new double[stateCount * stateCount];
            _weighted = new double[stateCount * _variables];
            _power = new double[stateCount * stateCount];
            _powerNext = new double[stateCount * stateCount];
            Inputs = new double[_variables];
            States = new double[(horizon + 1) * stateCount];
            Outputs = new double[horizon * outputCount];
            _stateMultipliers = new double[withSensitivity ? horizon * stateCount : 0];
        }

        /// <summary>Solves V of (8) at a state and a price; warm-started from the solve before.</summary>
        /// <param name="state">nx.</param>
        /// <param name="price">N x no, stages 1..N, undiscounted.</param>
        /// <returns>
        /// Solved, or why not. Whatever it is, <see cref="Inputs"/> is finite and inside the box: without a solution it is the last solved
        /// plan (see <see cref="Advance"/>), and where there is none, zero put into the box.
        /// </returns>
        public QpStatus Solve(double[] state, double[] price)
        {
            QpStatus status = Run(state, price, null);
            if (status == QpStatus.Solved)
            {
                Array.Copy(Inputs, 0, _plan, 0, _variables);
                _hasPlan = true;
            }

            return status;
        }

        /// <summary>Solves Q of (11): the first input is given. An input outside the box is InvalidData.</summary>
        /// <param name="firstInput">nu.</param>
        public QpStatus SolveFixedInput(double[] state, double[] price, double[] firstInput)
        {
            return Run(state, price, firstInput);
        }

        /// <summary>
        /// Call once a control period, before its first solve: the plan kept as fallback moves on by one stage, zero (in the box) at its
        /// end.
        /// </summary>
        public void Advance()
        {
            if (!_hasPlan)
                return;
            Array.Copy(_plan, _nu, _plan, 0, _variables - _nu);
            for (int j = 0; j < _nu; j++)
                _plan[_variables - _nu + j] = Boxed(0.0, j);
        }

        /// <summary>Forgets the active set and the fallback plan.</summary>
        public void Reset()
        {
            _qp.Reset();
            _hasPlan = false;
        }

        /// <summary>
        /// d outputs / d price at the last solution, with its active set held: what damped dual Newton needs. False, with the array
        /// unchanged, where the last solve did not end well or the Hessian is singular.
        /// </summary>
        /// <param name="into">(N no) x (N no), row-major.</param>
        public bool TryOutputSensitivity(double[] into)
        {
            if (!_solved || _sensitivity == null)
                return false;
            return _sensitivity.TryCompute(_rows, _softWeight, _qp.Multipliers, _rowCount, _no, _p.Discount, into);
        }

        private QpStatus Run(double[] state, double[] price, double[] firstInput)
        {
            _solved = false;
            _told = false;
            double check = 0.0;
            for (int i = 0; i < _nx; i++)
                check += state[i] - state[i];
            if (!_configured || double.IsNaN(check))
            {
                FallBack();
                return QpStatus.InvalidData;
            }

            for (int i = 0; i < _nu && firstInput != null; i++)
                check += firstInput[i] - firstInput[i];
            Array.Copy(state, 0, States, 0, _nx);
            int prices = _dataCount - _nx;
            Array.Copy(state, 0, _data, 0, _nx);
            Array.Copy(price, 0, _data, _nx, prices);
            QpStatus status = QpStatus.InvalidData;
            if (!double.IsNaN(check) && SetBounds(state, firstInput))
            {
                Kernel.MatVecAdd(_linearMap, _variables, _dataCount, _data, _linearOffset, _f);

                // A price that is not finite is in f, whatever it is multiplied with: the solver refuses it.
                status = _qp.Solve(_f, _lower, _upper, _sameBounds);
            }

            if (status == QpStatus.Solved)
                TakeSolution(firstInput);
            else
                FallBack();
            Predict();
            if (status == QpStatus.InvalidData && (double.IsNaN(check) || !Kernel.IsFinite(_data, _dataCount)))
                Array.Clear(_data, _nx, prices);

            return status;
        }

        // The first nu rows are the first input's box, or the input itself.
        private bool SetBounds(double[] state, double[] firstInput)
        {
            // The rounds of one period differ in their price alone.
            bool known = _hasBounds && firstInput == null;
            for (int i = 0; i < _nx && known; i++)
                known = state[i] == _boundState[i];
            _sameBounds = known;
            if (known)
                return true;
            _hasBounds = firstInput == null;
            Array.Copy(state, 0, _boundState, 0, _nx);
            for (int j = 0; j < _nu; j++)
            {
                double fixedInput = firstInput == null ? 0.0 : firstInput[j];
                if (firstInput != null && (fixedInput < _p.InputLower[j] || fixedInput > _p.InputUpper[j]))
                    return false;
                _lower[j] = firstInput == null ? _p.InputLower[j] : fixedInput;
                _upper[j] = firstInput == null ? _p.InputUpper[j] : fixedInput;
            }

            if (_reaches && firstInput == null)
                BoundReach();
            int row = _variables;
            if (_boundedCount == 0)
                return true;
            if (HasTwoStates)
            {
                BoundTwoStates(state, row);
                return true;
            }

            Array.Copy(state, 0, _free, 0, _nx);
            for (int l = 0; l < _stages; l++)
            {
                for (int i = 0; i < _nx; i++)
                    _freeNext[i] = Kernel.Dot(_p.A, i * _nx, _free, 0, _nx) + _p.Offset[i];
                Array.Copy(_freeNext, 0, _free, 0, _nx);
                for (int k = 0; k < _boundedCount; k++)
                {
                    int s = _boundedStates[k];
                    double low = _p.TightLower(s);
                    double high = _p.TightUpper(s);
                    _lower[row] = low <= -MpcParameters.Unbounded ? low : low - _free[s];
                    _upper[row] = high >= MpcParameters.Unbounded ? high : high - _free[s];
                    row++;
                }
            }

            return true;
        }

        private void TakeSolution(double[] firstInput)
        {
            // The solver's tolerance may leave an input a rounding error outside; a box is a promise to the motors.
            int first = 0;
            if (firstInput != null)
            {
                Array.Copy(firstInput, 0, Inputs, 0, _nu);
                first = _nu;
            }

            double[] x = _qp.X;
            double[] inputs = Inputs;
            if (_nu == 1)
            {
                double low = _p.InputLower[0];
                double high = _p.InputUpper[0];
                for (int i = first; i < x.Length; i++)
                {
                    double value = x[i];
                    inputs[i] = value < low ? low : value > high ? high : value;
                }
            }
            else
            {
                for (int i = first, j = 0; i < _variables; i++)
                {
                    inputs[i] = Boxed(x[i], j);
                    j = j + 1 == _nu ? 0 : j + 1;
                }
            }

            _solved = true;
        }

        private void TellStateMultipliers()
        {
            _told = true;
            Array.Clear(_stateMultipliers, 0, _stateMultipliers.Length);
            double[] multipliers = _qp.Multipliers;
            for (int k = 0; k < _boundedCount && _solved; k++)
            {
                int row = _variables + k;
                for (int at = _boundedStates[k]; at < _stateMultipliers.Length; at += _nx)
                {
                    _stateMultipliers[at] = multipliers[row];
                    row += _boundedCount;
                }
            }
        }

        private void FallBack()
        {
            for (int i = 0, j = 0; i < _variables; i++)
            {
                Inputs[i] = Boxed(_hasPlan ? _plan[i] : 0.0, j);
                j = j + 1 == _nu ? 0 : j + 1;
            }
        }

        private double Boxed(double value, int input)
        {
            if (_p == null)
                return 0.0;
            double low = _p.InputLower[input];
            double high = _p.InputUpper[input];
            if (double.IsNaN(value) || double.IsNaN(low) || double.IsNaN(high))
                return 0.0;
            return value < low ? low : value > high ? high : value;
        }

        private void Predict()
        {
            if (_configured && HasTwoStates)
            {
                PredictTwoStates();
                return;
            }

            for (int l = 0; l < _stages; l++)
            {
                int at = l * _nx;
                for (int i = 0; i < _nx; i++)
                {
                    States[at + _nx + i] = Kernel.Dot(_p.A, i * _nx, States, at, _nx) + Kernel.Dot(_p.B, i * _nu, Inputs, l * _nu, _nu)
                        + _p.Offset[i];
                }

                for (int i = 0; i < _no; i++)
                    Outputs[(l * _no) + i] = Kernel.Dot(_p.OutputMatrix, i * _nx, States, at + _nx, _nx);
            }
        }
    }
}
