using MultiAgentEdge.Mpc;
using OsqpNet.Native;
using OsqpNet;

namespace MultiAgentEdge.Host.Bench;

/// <summary>
/// OSQP through osqp-net, its default settings but silent, as a second opinion. A soft row gets a slack variable t of its own:
/// a x - t at most u, a x + t at least l, t at least 0, cost w t.
/// </summary>
public sealed class OsqpEngine : IQpEngine
{
    private readonly List<int> _soft = [];
    private QpProblem? _problem;
    private CscMatrix? _quadratic;
    private CscMatrix? _rows;
    private OsqpSolver? _solver;
    private double[] _f = [];
    private double[] _lower = [];
    private double[] _upper = [];
    private double[] _solution = [];
    private double[] _dual = [];

    public double[] X { get; private set; } = [];

    public double[] Multipliers { get; private set; } = [];

    public double Objective { get; private set; }

    public int Iterations { get; private set; }

    public long? StateBytes => null;

    public QpStatus Setup(QpProblem problem)
    {
        Dispose();
        _problem = problem;
        _soft.Clear();
        for (int i = 0; i < problem.M; i++)
        {
            if (problem.SoftWeight is { } weight && weight[i] < QpSolver.Unbounded)
                _soft.Add(i);
        }

        int variables = problem.N + _soft.Count;
        int rows = problem.M + 2 * _soft.Count;
        _f = new double[variables];
        _lower = new double[rows];
        _upper = new double[rows];
        _solution = new double[variables];
        _dual = new double[rows];
        X = new double[problem.N];
        Multipliers = new double[problem.M];
        _quadratic = Matrix(
            variables, variables, (row, column) => row <= column && column < problem.N ? problem.H[row * problem.N + column] : 0);
        _rows = Matrix(rows, variables, Element);
        Load(problem.Sequence[0]);
        _solver = new OsqpSolver(_quadratic, _f, _rows, _lower, _upper, Silent());
        return QpStatus.Solved;
    }

    public QpStatus Solve(QpStep step)
    {
        Load(step);
        _solver!.UpdateData(_f, _lower, _upper);
        OsqpStatus status = _solver.Solve();
        _solver.PrimalSolution.CopyTo(_solution);
        _solver.DualSolution.CopyTo(_dual);
        OsqpInfo info = _solver.GetInfo();
        Objective = info.ObjVal;
        Iterations = (int)info.Iter;
        Array.Copy(_solution, X, X.Length);
        Array.Copy(_dual, Multipliers, Multipliers.Length);
        for (int k = 0; k < _soft.Count; k++)
            Multipliers[_soft[k]] += _dual[_problem!.M + k];
        return status switch
        {
            OsqpStatus.Solved or OsqpStatus.SolvedInaccurate => QpStatus.Solved,
            OsqpStatus.PrimalInfeasible or OsqpStatus.PrimalInfeasibleInaccurate => QpStatus.Infeasible,
            OsqpStatus.DualInfeasible or OsqpStatus.DualInfeasibleInaccurate => QpStatus.Unbounded,
            OsqpStatus.NonCvx => QpStatus.InvalidData,
            _ => QpStatus.NotConverged,
        };
    }

    public void Reset() => _solver!.WarmStart(new double[_solution.Length], new double[_dual.Length]);

    public void Dispose()
    {
        _solver?.Dispose();
        _quadratic?.Dispose();
        _rows?.Dispose();
        _solver = null;
    }

    // Rows 0..m-1: A with -t in its soft rows (upper side); then their lower sides with +t; then t at least 0.
    private double Element(int row, int column)
    {
        int n = _problem!.N;
        int m = _problem.M;
        int soft = _soft.Count;
        if (row < m)
            return column < n ? _problem.A[row * n + column] : _soft[column - n] == row ? -1 : 0;
        if (row < m + soft)
            return column < n ? _problem.A[_soft[row - m] * n + column] : column - n == row - m ? 1 : 0;
        return column - n == row - m - soft ? 1 : 0;
    }

    private void Load(QpStep step)
    {
        int m = _problem!.M;
        Array.Copy(step.F, _f, step.F.Length);
        Array.Copy(step.Lower, _lower, m);
        Array.Copy(step.Upper, _upper, m);
        for (int k = 0; k < _soft.Count; k++)
        {
            int row = _soft[k];
            _f[_problem.N + k] = _problem.SoftWeight![row];
            _lower[row] = -QpSolver.Unbounded;
            _lower[m + k] = step.Lower[row];
            _upper[m + k] = QpSolver.Unbounded;
            _lower[m + _soft.Count + k] = 0;
            _upper[m + _soft.Count + k] = QpSolver.Unbounded;
        }
    }

    private static CscMatrix Matrix(int rows, int columns, Func<int, int, double> element)
    {
        var values = new List<double>();
        var indices = new List<long>();
        long[] starts = new long[columns + 1];
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                double value = element(i, j);
                if (value == 0)
                    continue;
                values.Add(value);
                indices.Add(i);
            }

            starts[j + 1] = values.Count;
        }

        return new CscMatrix(rows, columns, values.ToArray(), indices.ToArray(), starts);
    }

    private static unsafe OsqpSettings Silent()
    {
        OsqpSettings settings;
        NativeMethods.OsqpSetDefaultSettings(&settings);
        settings.Verbose = 0;
        return settings;
    }
}
