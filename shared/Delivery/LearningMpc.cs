using System;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Delivery
{
    /// <summary>
    /// The low-level policy (33), (34) of paper S4 for one traversal of one edge, as an anytime algorithm. With cost (61) the objective is
    /// the number of periods to go, so (33) reads: from here, in exactly N periods, to the furthest stored state with no more capacity than
    /// it had there. Candidates are tried from the far end of a window downwards, each by a small SQP. What is there before any of them is
    /// the previous plan moved on by a period with the stored input appended, which is feasible (the proof of Theorem 1), so the work may
    /// end at any moment. Work is counted in QPs, never in time. Once a plan ends at the node it is carried out (34). Deviations: a reading
    /// that is off the plan (noise, wind) is first brought back onto the stored traversal, with the capacity bound dropped; see
    /// <see cref="IsOffPlan"/>. Memory: the solver's for 2 N variables and 3 N + nx + 1 rows (bicycle 4 N), and 8 (4 N^2 + 2 N rows + 3
    /// rows + N (nx + 9)) bytes.
    /// </summary>
    public sealed partial class LearningMpc
    {
        /// <summary>How closely a plan must end at a stored state, in the state's units.</summary>
        public const double TerminalTolerance = 1e-8;

        /// <summary>A plan that ends further than this from its target is off; drift of stored inputs stays below it.</summary>
        private const double OffPlanTolerance = 1e-6;

        /// <summary>A plan that could not be brought back this near (m, rad, m/s) is reported as a failure.</summary>
        private const double NearTolerance = 0.05;

        /// <summary>Further off than this (m, rad, m/s), a plan is not driven.</summary>
        internal const double Lost = 0.5;

        /// <summary>What brings a rover back onto its traversal need not end there exactly.</summary>
        private const double RecoveryTolerance = 1e-3;

        internal const double FullTurn = 6.283185307179586;

        private readonly VehicleDynamics _model;
        private EdgeSafeSet _set;
        private readonly int _nx;
        private readonly double[] _plan;  // N x 2
        private readonly double[] _trial; // N x 2
        private readonly double[] _start; // nx, whole turns taken off
        private double _startBattery;
        private double _batteryBefore;
        private double _wound;
        private double _error;
        private bool _begun;

        /// <param name="horizon">N, 2 or more.</param>
        public LearningMpc(VehicleDynamics model, int horizon)
        {
            if (horizon < 2)
            {
                throw new ArgumentException("LearningMpc: horizon");
            }

            _model = model;
            _nx = model.StateCount;
            Horizon = horizon;
            QpLimit = 40;
            SqpLimit = 12;
            Window = 4 * horizon;
            _plan = new double[2 * horizon];
            _trial = new double[2 * horizon];
            _start = new double[_nx];
            _states = new double[(horizon + 1) * _nx];
            _sin = new double[horizon];
            _cos = new double[horizon];
            _curvature = new double[horizon];
            int n = 2 * horizon;
            int rows = RowCount(horizon);
            _hessian = new double[n * n];
            _linear = new double[n];
            _rows = new double[rows * n];
            _low = new double[rows];
            _high = new double[rows];
            _soft = new double[rows];
            _qp = new QpSolver(n, rows);
            Input = new double[VehicleDynamics.InputCount];
            Remaining = horizon;
        }

        /// <summary>N, periods.</summary>
        public int Horizon { get; private set; }

        /// <summary>Most QPs in one step: the budget. 0 leaves the shifted plan.</summary>
        public int QpLimit;

        /// <summary>Most QPs for one candidate.</summary>
        public int SqpLimit;

        /// <summary>How many stored states beyond the one that is safe to reach are looked at.</summary>
        public int Window;

        /// <summary>
        /// Whether candidates are tried that a unicycle reaches only by turning while it drives. False looks at those that it reaches by
        /// turning first and driving then: fewer QPs, slower curves; the example of paper S4 then shows the paper's figures. A bicycle
        /// always blends.
        /// </summary>
        public bool BlendsTurns;

        /// <summary>What to apply now: finite and in its box, whatever the status.</summary>
        public readonly double[] Input; // 2

        /// <summary>Stored state at which the present plan ends.</summary>
        public int Target { get; private set; }

        /// <summary>Periods until the plan ends there: N, fewer once that is the node.</summary>
        public int Remaining { get; private set; }

        /// <summary>QPs of the last step.</summary>
        public int Qps { get; private set; }

        /// <summary>The last reading was not where the plan had it, and what follows may use more than the stored traversal did.</summary>
        public bool IsOffPlan { get; private set; }

        /// <summary>The plan has been carried out to its end, the node.</summary>
        public bool IsArrived
        {
            get { return _begun && Remaining == 0; }
        }

        /// <summary>Periods to the node along plan and stored traversal: the value of (33).</summary>
        public int StepsToGo
        {
            get { return _set == null ? 0 : _begun ? Remaining + _set.Steps - Target : _set.Steps; }
        }

        /// <summary>A new traversal: the next step is its first.</summary>
        /// <param name="set">Of the edge; kept, must not change meanwhile; its states are those of the model.</param>
        public void Begin(EdgeSafeSet set)
        {
            _set = set;
            _begun = false;
            Target = 0;
            Remaining = Horizon;
            _batteryBefore = 0.0;
            IsOffPlan = false;
            _qp.Reset();
        }

        /// <summary>Call once a period, after the input was applied: (37), the plan moves on and the stored input is appended.</summary>
        public void Advance()
        {
            if (!_begun || Remaining == 0)
            {
                return;
            }

            Array.Copy(_plan, 2, _plan, 0, 2 * (Remaining - 1));
            if (Target < _set.Steps)
            {
                Array.Copy(_set.Inputs, 2 * Target, _plan, 2 * (Remaining - 1), 2);
                Target++;
            }
            else
            {
                Remaining--;
            }
        }

        /// <summary>
        /// Plans from a state; allocates nothing. Solved: the plan keeps the guarantee. NotConverged: off the plan and not brought back in
        /// the budget; the input is the best there is. InvalidData: the state is not finite; the input is zero.
        /// </summary>
        /// <param name="state">nx and possibly more behind. The heading is continuous along the edge; whole turns before it do not
        /// matter.</param>
        /// <param name="batteryUsed">Since this traversal began.</param>
        public QpStatus Solve(double[] state, double batteryUsed)
        {
            Qps = 0;
            double check = batteryUsed - batteryUsed;
            for (int i = 0; i < _nx; i++)
            {
                check += state[i] - state[i];
            }

            Input[0] = 0.0;
            Input[1] = 0.0;
            if (double.IsNaN(check) || state[VehicleDynamics.Heading] > 1e5 || state[VehicleDynamics.Heading] < -1e5 || _set == null
                || _set.Steps < 1)
            {
                return QpStatus.InvalidData;
            }

            Array.Copy(state, 0, _start, 0, _nx);
            if (!_begun)
            {
                double turns = (state[VehicleDynamics.Heading] - _set.States[VehicleDynamics.Heading]) / FullTurn;
                int whole = (int)(turns < 0.0 ? turns - 0.5 : turns + 0.5);
                _wound = whole * FullTurn;
            }

            _start[VehicleDynamics.Heading] -= _wound;
            if (!_begun)
            {
                Start();
            }

            _startBattery = batteryUsed + _batteryBefore;
            if (Remaining == 0)
            {
                Hold(state);
                return QpStatus.Solved;
            }

            bool found = Improve();
            if (IsOffPlan && _error > Lost)
            {
                // Nowhere near its edge: driving a plan blindly would be worse than standing.
                Hold(state);
                return QpStatus.NotConverged;
            }

            Input[0] = _plan[0];
            Input[1] = _plan[1];
            return found ? QpStatus.Solved : QpStatus.NotConverged;
        }

        // (35), (36): the stored traversal itself, from its beginning or from where on it the rover is.
        private void Start()
        {
            _begun = true;
            int nearest = 0;
            double least = 1e30;
            for (int m = 0; m < _set.Steps && least > OffPlanTolerance; m++)
            {
                double error = Distance(_start, 0, m);
                if (error < least)
                {
                    least = error;
                    nearest = m;
                }
            }

            int left = _set.Steps - nearest;
            Remaining = Horizon < left ? Horizon : left;
            Target = nearest + Remaining;
            _batteryBefore = _set.Battery[nearest];
            Array.Copy(_set.Inputs, 2 * nearest, _plan, 0, 2 * Remaining);
        }

        private bool Improve()
        {
            Rollout(_plan);
            _error = TerminalError(Target);
            IsOffPlan = _error > OffPlanTolerance;
            int last = Target + Window < _set.Steps ? Target + Window : _set.Steps;
            for (int m = last; m > Target; m--)
            {
                if (IsWithinReach(m) && TryReach(m, _set.Battery[m], TerminalTolerance))
                {
                    Take(m);
                    IsOffPlan = false;
                    return true;
                }
            }

            if (!IsOffPlan)
            {
                return true;
            }

            if (TryReach(Target, _set.Battery[Target], TerminalTolerance))
            {
                Take(Target);
                IsOffPlan = false;
                return true;
            }

            return Recover();
        }

        // Back to the stored traversal, later than planned where it must be; the capacities are no longer promised.
        private bool Recover()
        {
            int planned = Target;
            int lowest = Remaining < Horizon || planned <= Horizon ? planned : planned - Horizon;
            for (int m = planned; m >= lowest; m -= 2)
            {
                if (TryReach(m, QpSolver.Unbounded, RecoveryTolerance))
                {
                    Take(m);
                    return true;
                }

                if (_trialError < _error && m == planned)
                {
                    // Nearer than the shifted plan, if not there yet.
                    Take(m);
                }
            }

            return _error < NearTolerance;
        }

        private void Take(int target)
        {
            Array.Copy(_trial, 0, _plan, 0, 2 * Remaining);
            Target = target;
            _error = _trialError;
        }

        // At the node, waiting for the next edge: brake what rounding or wind has left.
        private void Hold(double[] state)
        {
            Input[1] = Clamp(-state[VehicleDynamics.Speed] / _model.PeriodS, 1);
            if (_model.Kind == VehicleKind.Bicycle)
            {
                Input[0] = Clamp(-state[VehicleDynamics.Steering] / _model.PeriodS, 0);
            }
        }

        private double Clamp(double value, int input)
        {
            if (value < _model.InputLower[input])
            {
                return _model.InputLower[input];
            }

            return value > _model.InputUpper[input] ? _model.InputUpper[input] : value;
        }
    }
}
