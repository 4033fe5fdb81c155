using System;

namespace MultiAgentEdge.Coupling
{
    /// <summary>
    /// Negotiates the multipliers mu (Omega in paper S1) that make the agents' local problems solve the coupled one, (5) to (7).
    /// One round: every agent's outputs come in by <see cref="SetOutputs"/>, <see cref="Update"/> moves the multipliers once, every agent's
    /// new price goes out by <see cref="CopyPrice"/>.
    /// Deviations from the paper: the quadratic coupling slack w |Cx-c|^2 puts -mu/(2w) into the residual (the dual is then strongly
    /// concave and rows may depend on each other), no multiplier belongs to stage 0, the term -mu'c that (9) lacks is
    /// <see cref="DualConstant"/>. mu is undiscounted: gamma^l is in the agents' weights. Time and memory of a round grow with the parts
    /// that agents have in rows, P in all, not with agents times rows. Allocates only in the constructor; memory with N stages, n_c rows, m
    /// agents: 8 (5 N n_c + m N n_o) bytes; ADMM 8 N (3 P + 2 n_c) more and its mixing of N (P + n_c) numbers
    /// (<see cref="AndersonMixing"/>), dual Newton 8 (m (N n_o)^2 + 2 (N n_c)^2) and a little more.
    /// </summary>
    public sealed partial class Negotiator
    {
        private readonly CouplingProblem _problem;
        private readonly NegotiatorOptions _options;
        private readonly int _agents;
        private readonly int _rows;
        private readonly int _stages;
        private readonly int _outputCount;
        private readonly int _count;             // N n_c
        private readonly double[][] _outputs;    // agent -> N x no
        private readonly double[] _coupled;      // N x n_c: C x
        private readonly double[] _residual;     // N x n_c
        private readonly bool[] _away;
        private readonly bool[] _heard;          // since the last round
        private readonly double[] _started;      // N x n_c: multipliers that the last period began from, not shifted
        private readonly bool[] _resting;        // row -> nobody negotiates it now
        private readonly bool[] _waiting;        // row -> an agent of it that is present was silent in this round
        private readonly int[] _degree;          // row -> agents present in it
        private readonly int[][] _rowsOf;        // agent -> rows that it has a part in, p of them, ascending
        private readonly int[][] _agentsOf;      // row -> agents that have a part in it, ascending

        /// <summary>How the multipliers move.</summary>
        public readonly NegotiationMode Mode;

        /// <summary>mu, N x n_c, stages 1..N; zero in rows that rest.</summary>
        public readonly double[] Multipliers;

        /// <summary>Largest |Cx - c - mu/(2w)| over all stages and rows after the last round (for an inequality: of its natural
        /// residual).</summary>
        public double PrimalResidual;

        /// <summary>
        /// ADMM: largest difference, over agents and outputs, between the force M_i'(mu + rho (M_i o - z_i)) that a plan was made under and
        /// the M_i'mu it should be: the dual residual, scaled by rho as it must be, in units of the price. Zero in the other modes.
        /// </summary>
        public double DualResidual;

        /// <summary>Rounds since <see cref="BeginPeriod"/>.</summary>
        public int Rounds;

        public Negotiator(CouplingProblem problem, NegotiationMode mode, NegotiatorOptions options)
        {
            _problem = problem;
            _options = options;
            Mode = mode;
            _agents = problem.AgentCount;
            _rows = problem.RowCount;
            _stages = problem.StageCount;
            _outputCount = problem.OutputCount;
            _count = _stages * _rows;
            if (!(problem.Discount > 0.0) || problem.Discount > 1.0)
                throw new ArgumentException("CouplingProblem.Discount is not in (0, 1]");
            for (int r = 0; r < _rows; r++)
            {
                if (!(problem.SlackWeight[r] > 0.0))
                    throw new ArgumentException("CouplingProblem.SlackWeight is not above zero");
            }

            if (!(options.AdmmWeight > 0.0) || !(options.SubgradientStep > 0.0) || !(options.FistaStep > 0.0))
                throw new ArgumentException("NegotiatorOptions: steps and weights are above zero");
            if (!(options.AdmmRelaxation > 0.0) || options.AdmmRelaxation >= 2.0)
                throw new ArgumentException("NegotiatorOptions.AdmmRelaxation is not in (0, 2)");
            if (options.RampPeriods < 1)
                throw new ArgumentException("NegotiatorOptions.RampPeriods is not above zero");
            _outputs = new double[_agents][];
            for (int i = 0; i < _agents; i++)
                _outputs[i] = new double[_stages * _outputCount];
            _coupled = new double[_count];
            _residual = new double[_count];
            _away = new bool[_agents];
            _resting = new bool[_rows];
            _waiting = new bool[_rows];
            _degree = new int[_rows];
            _heard = new bool[_agents];
            _arriving = new bool[_agents];
            _sinceRest = new int[_rows];
            for (int r = 0; r < _rows; r++)
                _sinceRest[r] = options.RampPeriods;
            _started = new double[_count];
            _rowsOf = new int[_agents][];
            for (int i = 0; i < _agents; i++)
                _rowsOf[i] = RowsOf(problem, i);
            _agentsOf = new int[_rows][];
            for (int r = 0; r < _rows; r++)
                _agentsOf[r] = AgentsOf(problem, r);
            Multipliers = new double[_count];
            _previous = new double[_count];
            if (mode == NegotiationMode.Admm)
            {
                int size = _count;
                _agreed = new double[_agents][];
                for (int i = 0; i < _agents; i++)
                {
                    _agreed[i] = new double[_stages * _rowsOf[i].Length];
                    size += _agreed[i].Length;
                }

                _point = new double[size];
                _image = new double[size];
                if (options.AdmmMemory > 0)
                    _mixing = new AndersonMixing(_point.Length, options.AdmmMemory);
            }

            if (mode == NegotiationMode.DualNewton)
            {
                _base = new double[_count];
                _direction = new double[_count];
                _curvature = new double[_count * _count];
                _factor = new double[_count * _count];
                _solution = new double[_count];
                _sensed = new bool[_agents];
                _sensitivity = new double[_agents][];
                for (int i = 0; i < _agents; i++)
                    _sensitivity[i] = new double[_stages * _outputCount * _stages * _outputCount];
            }

            CountRows();
            Reset();
        }

        /// <summary>Forgets all multipliers and outputs: a cold start.</summary>
        public void Reset()
        {
            Array.Clear(Multipliers, 0, _count);
            Array.Clear(_previous, 0, _count);
            for (int i = 0; i < _agents; i++)
            {
                Array.Clear(_outputs[i], 0, _stages * _outputCount);
                if (_agreed != null)
                    Array.Clear(_agreed[i], 0, _agreed[i].Length);
                if (_sensed != null)
                    _sensed[i] = false;
            }

            if (_mixing != null)
                _mixing.Reset();
            Array.Clear(_started, 0, _count);
            RestartPeriod();
        }

        /// <summary>A control period begins; multipliers are kept as warm start.</summary>
        /// <param name="shift">
        /// True moves everything one stage on, the last stage repeated; <see cref="PrefersShift"/> says when it is better. Only for callers
        /// whose agents plan at the shifted price: the answers of a round must belong to the multipliers of that round.
        /// </param>
        public void BeginPeriod(bool shift)
        {
            Array.Copy(Multipliers, 0, _started, 0, _count);
            Ripen();
            RestartPeriod();
            if (!shift)
                return;
            Shift(Multipliers, _rows);
            Shift(_previous, _rows);
            for (int i = 0; i < _agents && _agreed != null; i++)
                Shift(_agreed[i], _rowsOf[i].Length);
        }

        /// <summary>
        /// True where multipliers moved one stage on would have been nearer to those that this period ends with than the kept ones were: a
        /// team on the move best begins its next period with a shift, one at rest without. True after a period that began cold.
        /// </summary>
        public bool PrefersShift()
        {
            double kept = 0.0;
            double shifted = 0.0;
            double started = 0.0;
            double weight = 1.0;
            for (int l = 0; l < _stages; l++)
            {
                weight *= _problem.Discount;
                int later = l + 1 < _stages ? _rows : 0;
                for (int k = l * _rows; k < (l + 1) * _rows; k++)
                {
                    double fromKept = Multipliers[k] - _started[k];
                    double fromShifted = Multipliers[k] - _started[k + later];
                    kept += weight * fromKept * fromKept;
                    shifted += weight * fromShifted * fromShifted;
                    started += Math.Abs(_started[k]);
                }
            }

            return started == 0.0 || shifted < kept;
        }

        /// <summary>An agent's predicted outputs of this round; kept until it sends others. They must be finite.</summary>
        /// <param name="outputs">N x no, stages 1..N.</param>
        public void SetOutputs(int agent, double[] outputs)
        {
            Array.Copy(outputs, 0, _outputs[agent], 0, _stages * _outputCount);
            _heard[agent] = true;
            if (_arriving[agent])
                Arrive(agent);
        }

        /// <summary>An agent went away: rows that need all of their agents rest, their multipliers are zero; others go on without
        /// it.</summary>
        public void Drop(int agent)
        {
            if (_away[agent])
                return;
            _away[agent] = true;
            CountRows();
        }

        /// <summary>An agent is back; its rows begin anew from a zero multiplier and from the plan it sends next, and what they may come to
        /// grows from period to period (<see cref="NegotiatorOptions.RampPeriods"/>).</summary>
        public void Join(int agent)
        {
            if (!_away[agent])
                return;
            _away[agent] = false;
            _arriving[agent] = true;
            if (_sensed != null)
                _sensed[agent] = false;
            CountRows();
        }

        /// <summary>True while the agent has a part in the negotiation.</summary>
        public bool IsPresent(int agent)
        {
            return !_away[agent];
        }

        /// <summary>
        /// One round: moves the multipliers once by what the agents answered to the last prices. Where somebody has not answered, there is
        /// nothing to move by: a second step on the same old answer would be one too far, and such steps grow from period to period. With
        /// ADMM the rows of a silent agent wait for its next answer, in the other modes all of them do.
        /// </summary>
        /// <returns>Residual before the move: the larger of <see cref="PrimalResidual"/> and <see cref="DualResidual"/>.</returns>
        public double Update()
        {
            bool isComplete = Listen();
            Couple();
            Rounds++;
            DualResidual = 0.0;
            if (Mode == NegotiationMode.Admm)
            {
                StepAdmm(isComplete);
                Limit();
                return PrimalResidual > DualResidual ? PrimalResidual : DualResidual;
            }

            ComputeResidual();
            if (!isComplete)
                return PrimalResidual;
            if (Mode == NegotiationMode.DualNewton)
                StepNewton();
            else if (Mode == NegotiationMode.Fista)
                StepFista();
            else
                StepSubgradient();
            Limit();
            return PrimalResidual;
        }

        /// <summary>What an agent is to be told: pi_l = M_i' mu_l, for ADMM with the linear part of its quadratic term.</summary>
        /// <param name="into">N x no.</param>
        public void CopyPrice(int agent, double[] into)
        {
            double[] m = _problem.M[agent];
            int[] rows = _rowsOf[agent];
            for (int l = 0; l < _stages; l++)
            {
                for (int o = 0; o < _outputCount; o++)
                {
                    double sum = 0.0;
                    for (int j = 0; j < rows.Length; j++)
                    {
                        double value = Multipliers[(l * _rows) + rows[j]];
                        if (Mode == NegotiationMode.Admm)
                            value -= _options.AdmmWeight * _agreed[agent][(l * rows.Length) + j];
                        sum += m[(rows[j] * _outputCount) + o] * value;
                    }

                    into[(l * _outputCount) + o] = sum;
                }
            }
        }

        /// <summary>Constant part of the coupling term for an agent's parameter set: rho M'M for ADMM, zero otherwise.</summary>
        /// <param name="into">no x no.</param>
        public void CopyCouplingWeight(int agent, double[] into)
        {
            double[] m = _problem.M[agent];
            int[] rows = _rowsOf[agent];
            for (int i = 0; i < _outputCount; i++)
            {
                for (int j = 0; j < _outputCount; j++)
                {
                    double sum = 0.0;
                    for (int k = 0; k < rows.Length; k++)
                        sum += m[(rows[k] * _outputCount) + i] * m[(rows[k] * _outputCount) + j];
                    into[(i * _outputCount) + j] = Mode == NegotiationMode.Admm ? _options.AdmmWeight * sum : 0.0;
                }
            }
        }

        /// <summary><see cref="CouplingProblem.DualConstant"/> of the multipliers now.</summary>
        public double DualConstant()
        {
            return _problem.DualConstant(Multipliers);
        }

        private double Compliance(int row)
        {
            return _problem.Compliance(row);
        }

        private void RestartPeriod()
        {
            if (_mixing != null)
                _mixing.Unlink();
            Rounds = 0;
            _momentum = 1.0;
            _searching = false;
            _bestResidual = 1e300;
        }

        // The gradient of the dual in mu_l, without its gamma^l; zero in rows that rest.
        private void ComputeResidual()
        {
            double largest = 0.0;
            for (int l = 0; l < _stages; l++)
            {
                for (int r = 0; r < _rows; r++)
                {
                    int at = (l * _rows) + r;
                    double mu = Multipliers[at];
                    _residual[at] = _resting[r] ? 0.0 : _coupled[at] - _problem.Target[r] - (Compliance(r) * mu);
                    double size = Natural(_residual[at], mu, r);
                    if (size > largest)
                        largest = size;
                }
            }

            PrimalResidual = largest;
        }

        // |min(mu, -residual)| for an inequality: zero where it is met with mu = 0 or held with mu above 0.
        private double Natural(double residual, double mu, int row)
        {
            if (_problem.Kinds[row] == RowKind.Inequality && residual < -mu)
                return Math.Abs(mu);
            return Math.Abs(residual);
        }

        private double Project(double mu, int row)
        {
            return _problem.Kinds[row] == RowKind.Inequality && mu < 0.0 ? 0.0 : mu;
        }

        private void Shift(double[] stages, int width)
        {
            Array.Copy(stages, width, stages, 0, (_stages - 1) * width);
        }
    }
}
