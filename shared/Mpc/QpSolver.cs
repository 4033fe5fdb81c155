using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    /// <summary>
    /// Dense quadratic programs of fixed size: minimise 1/2 x'Hx + f'x + sum_i w_i dist(a_i x, [l_i, u_i]), hard where w_i is
    /// <see cref="Unbounded"/> or more.
    /// Dual active set with a recursive LDL' (Arnström, Bemporad, Axehill, "A dual active-set solver for embedded quadratic
    /// programming using recursive LDL' updates", IEEE TAC 2022), warm-started from the last active set.
    /// Deviations: L1-soft rows need no slack variables, their multiplier lives in [-w, w] and a row at the end of that interval is
    /// saturated (violated, constant force); steps are increments from the present multipliers, and the last scan always starts from a
    /// residual computed anew; a semidefinite H, and data on which one pass loses digits, are solved in rounds that each start from the
    /// residuals of the last (<see cref="ProximalRounds"/>) and end by <see cref="KktResidual"/> of the user's own problem.
    /// </summary>
    public sealed partial class QpSolver
    {
        /// <summary>A bound of this size or more is none; a soft weight of this size or more is a hard row.</summary>
        public const double Unbounded = 1e30;

        private const byte Inactive = 0;
        private const byte ActiveUpper = 1;
        private const byte ActiveLower = 2;
        private const byte SaturatedUpper = 3;
        private const byte SaturatedLower = 4;

        // Rows are normalised, so a pivot is the squared sine of the angle to the rows already active; below this is rounding.
        private const double DependentPivot = 1e-12;
        private const double PrimalTolerance = 1e-11;

        // Deletions after which the factor is built anew, so that rounding cannot pile up over a long run.
        private const int RefactorAfter = 64;

        private readonly int _maxVariables;
        private readonly int _maxRows;
        private readonly double[] _normals;      // m x n, M = A inv(R), rows of length 1
        private readonly double[] _inverse;      // inv(R), n x n upper triangle
        private readonly double[] _products;     // m x m, M M', or null
        private readonly PackedLdl _ldl;
        private readonly double[] _rowScale;     // m, 1 / |a_i inv(R)|, zero for a zero row
        private readonly double[] _weight;       // m, soft weight of the normalised row
        private readonly double[] _low;          // m, what M y may be without making the row enter: see Guard
        private readonly double[] _high;         // m
        private readonly double[] _lambda;       // m, multiplier of the normalised row
        private readonly double[] _value;        // m, M y
        private readonly byte[] _state;          // m
        private readonly int[] _work;            // active rows in the order of the factor
        private readonly double[] _step;         // n + 1
        private readonly double[] _column;       // n + 1
        private readonly double[] _linear;       // n, -inv(R)' f
        private readonly double[] _y;            // n, R x
        private readonly double[] _centre;       // n, where a round starts; what it solves for is the step from there
        private readonly double[] _base;         // m, multipliers at the centre
        private readonly double[] _change;       // m, multipliers less those: kept apart, because their sum rounds
        private readonly double[] _offset;       // m, A centre
        private readonly double[] _left;         // n, what is left of a sum of rows, or the gradient of the Lagrangian
        private readonly double[] _terms;        // n, sizes of what was summed there
        private readonly bool[] _multiplied;     // m, whose products are at hand, or null
        private readonly byte[] _kind;           // m, what the equations make of a row, or null
        private double[] _basis;                 // inv(R), or what maps the variables that equations leave to x: n x d
        private double[] _curvature;             // d x d, H in those variables
        private int _d;
        private bool _fromCentre;                // H is semidefinite, or equations are out of the problem: solved in rounds
        private int _n;
        private int _m;
        private double[] _hessian;
        private double[] _rows;
        private double[] _lower;
        private double[] _upper;
        private bool _ready;
        private bool _sameBounds;
        private bool _recovered;                 // X is that of the present y
        private bool _guarded;                   // the scan's intervals are those of the bounds at hand
        private bool _reported = true;           // the multipliers in the user's terms are those of the last solve
        private readonly double[] _multipliers;  // m
        private int _removals;
        private int _held;                       // first rows of the factor that are equalities: they never leave it
        private bool _cold = true;

        /// <summary>Working-set changes and refinements that one solve may take.</summary>
        public int IterationLimit;

        /// <summary>Iterations of the last solve, at least 1.</summary>
        public int Iterations;

        /// <summary>Rounds of the last solve; 1 where H is well conditioned and no digits were lost.</summary>
        public int ProximalRounds;

        /// <summary>Value at <see cref="X"/> with the soft penalties.</summary>
        public double Objective;

        /// <summary>False where nobody asks for <see cref="Objective"/>: it stays 0 then. Costs a board a tenth of a solve.</summary>
        public bool ReportsObjective = true;

        /// <summary>n: the minimiser; finite whatever the status was, but meaningful only with Solved or NotConverged.</summary>
        public readonly double[] X;

        /// <summary>m, signed: above 0 the upper side pushes, below 0 the lower; Hx + f + A'lambda = 0 at the solution.</summary>
        public double[] Multipliers
        {
            get
            {
                if (!_reported)
                    ReportMultipliers();
                return _multipliers;
            }
        }

        /// <summary>Takes all memory: <see cref="StateBytes"/>.</summary>
        /// <param name="maxVariables">1 or more.</param>
        /// <param name="maxRows">0 or more.</param>
        public QpSolver(int maxVariables, int maxRows) : this(maxVariables, maxRows, false)
        {
        }

        /// <summary>
        /// Takes all memory: <see cref="StateBytes"/>, and with row products 8 m^2 + 31 m + 32 n^2 + 72 n + 12 bytes more. Setup then takes
        /// 12 bytes for each number that is not zero where A or H is sparse, and where M is.
        /// </summary>
        /// <param name="maxVariables">1 or more.</param>
        /// <param name="maxRows">0 or more.</param>
        /// <param name="rowProducts">
        /// For problems on a host with about 64 rows or more, or with equality rows, also where they are solved once: leaves out the zeros
        /// at both ends of rows, keeps the rows of A inv(H) A' whose constraints entered, from their first time on, so that a change of the
        /// working set costs m products an active row instead of m n, and takes equality rows out of the problem once, for as long as they
        /// are equalities. The last bits of the solution may differ from those without.
        /// </param>
        public QpSolver(int maxVariables, int maxRows, bool rowProducts)
        {
            if (maxVariables < 1 || maxRows < 0)
                throw new ArgumentException("QpSolver needs at least one variable and no negative number of rows");
            _maxVariables = maxVariables;
            _maxRows = maxRows;
            _negligibleResidual = rowProducts ? HostTargetResidual : NegligibleResidual;
            _targetResidual = rowProducts ? HostTargetResidual : TargetResidual;
            _products = rowProducts ? new double[maxRows * maxRows] : null;
            _multiplied = rowProducts ? new bool[maxRows] : null;
            _kind = rowProducts ? new byte[maxRows] : null;
            _rowSpans = rowProducts ? new int[2 * maxRows] : null;
            _normalSpans = rowProducts ? new int[2 * maxRows] : null;
            _hessianSpans = rowProducts ? new int[2 * maxVariables] : null;
            _inverseSpans = rowProducts ? new int[2 * maxVariables] : null;
#if NET
            if (rowProducts)
            {
                _sparseRows = new SparseRows(maxRows);
                _sparseHessian = new SparseRows(maxVariables);
                _sparseNormals = new SparseRows(maxRows);
                _gradient = new double[maxVariables];
                _considered = new bool[maxRows];
                _consideredRow = new int[maxRows];
                _equationRows = new int[maxVariables];
                _equationScale = new double[maxVariables];
                _equationForce = new double[maxVariables];
                _part = new double[maxVariables];
                _triangle = new double[maxVariables * maxVariables];
                _orthogonal = new double[maxVariables * maxVariables];
                _reduced = new double[maxVariables * maxVariables];
                _wide = new double[maxVariables * maxVariables];
                _unit = new double[maxVariables];
                _scaled = new double[maxVariables];
            }
#endif
            int active = maxRows < maxVariables ? maxRows : maxVariables;
            _normals = new double[maxRows * maxVariables];
            _inverse = new double[maxVariables * maxVariables];
            _basis = _inverse;
            _ldl = new PackedLdl(active);
            _rowScale = new double[maxRows];
            _weight = new double[maxRows];
            _low = new double[maxRows];
            _high = new double[maxRows];
            _lambda = new double[maxRows];
            _value = new double[maxRows];
            _state = new byte[maxRows];
            _work = new int[active + 1];
            _step = new double[active + 1];
            _column = new double[active + 1];
            _linear = new double[maxVariables];
            _y = new double[maxVariables];
            _centre = new double[maxVariables];
            _base = new double[maxRows];
            _change = new double[maxRows];
            _offset = new double[maxRows];
            _left = new double[maxVariables];
            _terms = new double[maxVariables];
            X = new double[maxVariables];
            _multipliers = new double[maxRows];
            IterationLimit = 100 + (10 * (maxVariables + maxRows));
        }

        /// <summary>
        /// Bytes of the arrays of a solver without row products, k = min(n, m): 8 (mn + n^2 + k(k+1)/2 + 6n + 10m + 5k + 2) + m
        /// + 4 (k + 1). H and A stay the caller's and are not counted.
        /// </summary>
        public static long StateBytes(int n, int m)
        {
            long k = n < m ? n : m;
            long doubles = ((long)m * n) + ((long)n * n) + (6L * n) + (10L * m) + (2 * (k + 1));
            return (8 * doubles) + PackedLdl.StateBytes((int)k) + m + (4 * (k + 1));
        }

#if NET
        /// <summary>Bytes of the arrays of a solver with row products, besides those for sparse data.</summary>
        public static long HostStateBytes(int n, int m)
        {
            return StateBytes(n, m) + (((8L * m) + 31) * m) + (((32L * n) + 72) * n) + 12;
        }

#endif
        /// <summary>Forgets the active set; the next solve starts cold. The factor of the equality rows stays, for as long as they are
        /// equalities.</summary>
        public void Reset()
        {
            for (int i = 0; i < _maxRows; i++)
            {
                _state[i] = Inactive;
                _lambda[i] = 0.0;
            }

            for (int k = 0; k < _held; k++)
                _state[_work[k]] = ActiveUpper;
            _ldl.Count = _held;
            _cold = true;
            _delicate &= _held > 0;
            _guarded = false;
            _anySaturated = false;
            Array.Clear(_centre, 0, _maxVariables);
            KeepNothing();
        }

        /// <summary>Solves for one linear cost and one set of bounds; warm-started from the last solve.</summary>
        /// <param name="f">n.</param>
        /// <param name="lower">m; -1e30 or less is unbounded.</param>
        /// <param name="upper">m; 1e30 or more is unbounded; equal to lower for an equality row.</param>
        /// <param name="sameBounds">These arrays were those of the last solve and have not changed since: they are not read again.</param>
        /// <returns>
        /// Solved; Infeasible (hard rows exclude each other, or one has its lower bound above its upper); Unbounded; NotConverged
        /// (iteration limit, or digits too few to tell; X is the minimiser for the present multipliers, which may violate rows);
        /// InvalidData (NaN, infinity, a soft row's lower bound above its upper, or Setup not done).
        /// </returns>
        public QpStatus Solve(double[] f, double[] lower, double[] upper, bool sameBounds = false)
        {
            Iterations = 1;
            ProximalRounds = 1;
            _sameBounds = sameBounds && _guarded && _removals <= RefactorAfter;
            if (!_ready || !(_sameBounds || Load(f, lower, upper)))
                return Abandon(_ready && HardBoundsCross(f, lower, upper) ? QpStatus.Infeasible : QpStatus.InvalidData);
            Prepare(f);
            QpStatus zeroRows = _zeroRows ? ZeroRows() : QpStatus.Solved;
            if (zeroRows != QpStatus.Solved)
                return Abandon(zeroRows);
            if (_removals > RefactorAfter)
                Refactor();
            QpStatus status = !_fromCentre ? SolveStrict(f) : Kernel.IsFinite(f, _n) ? SolveFromCentre(f) : QpStatus.InvalidData;
            if (status == QpStatus.InvalidData)
                return Abandon(status);
            _reported = false;
            if (ReportsObjective)
                Report(f, status);
            if (ReportsObjective ? !double.IsNaN(Objective - Objective) : Kernel.IsFinite(X, _n))
                return status;

            // The data were finite: the numbers outgrew the range of double on the way.
            Reset();
            return Abandon(QpStatus.NotConverged);
        }

        private QpStatus Abandon(QpStatus status)
        {
            Array.Clear(X, 0, _maxVariables);
            Array.Clear(_multipliers, 0, _maxRows);
            _reported = true;
            Objective = 0.0;
            return status;
        }

        private QpStatus SolveStrict(double[] f)
        {
            ProjectLinear(f);
            if (double.IsNaN(_linearSize - _linearSize))
                return QpStatus.InvalidData;
            QpStatus status = SolveDual();
            RecoverX();
            bool rounded = !(_noise <= NoiseLimit * _leastScale) || status == QpStatus.NotConverged;
            bool lostDigits = rounded || _illConditioned || _delicate || _setAside;
            if (status == QpStatus.Infeasible || !lostDigits)
                return status;
            ReportMultipliers();
            double residual = Residual(f);

            // On a host the next solve starts from where this one ends: what changes is smaller, and so is its rounding.
            _fromCentre = _products != null && rounded;

            // Where rounding was only feared, the residual has the word; a solver of a board's size goes the round it always went, for
            // the self-test's bits.
            bool trusted = status == QpStatus.Solved && (!rounded || _products != null);
            bool done = (trusted && residual <= _targetResidual) || Iterations >= IterationLimit;
            status = done ? Accept(residual) : SolveInRounds(f);
            if (done)
                KeepCentre(f);
            return OrShifted(f, status);
        }
    }
}
