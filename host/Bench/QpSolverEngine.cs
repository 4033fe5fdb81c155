using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Bench;

/// <summary>The project's own solver: as boards run it for small problems, with row products for large ones and for equality
/// rows.</summary>
public sealed class QpSolverEngine : IQpEngine
{
    // From here on the memory for row products pays, which are formed as rows enter; a board's local problem has about 20 rows.
    private const int RowProductsFrom = 24;

    private QpSolver _solver = new(1, 0);

    public double[] X => _solver.X;

    public double[] Multipliers => _solver.Multipliers;

    public double Objective => _solver.Objective;

    public int Iterations => _solver.Iterations;

    public long? StateBytes { get; private set; }

    public QpStatus Setup(QpProblem problem)
    {
        bool products = problem.M >= RowProductsFrom || HasEquality(problem.Own);
        _solver = new QpSolver(problem.N, problem.M, products);
        StateBytes = products ? QpSolver.HostStateBytes(problem.N, problem.M) : QpSolver.StateBytes(problem.N, problem.M);
        return _solver.Setup(problem.N, problem.M, problem.H, problem.A, problem.SoftWeight!);
    }

    private static bool HasEquality(QpStep step)
    {
        for (int i = 0; i < step.Lower.Length; i++)
        {
            if (step.Lower[i] == step.Upper[i])
                return true;
        }

        return false;
    }

    public QpStatus Solve(QpStep step) => _solver.Solve(step.F, step.Lower, step.Upper);

    public void Reset() => _solver.Reset();

    public void Dispose()
    {
    }
}
