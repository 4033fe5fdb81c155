using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Shared.Mpc;

/// <summary>What a user of the solver can see. A KKT residual of 1e-9 on a convex problem is a proof of optimality.</summary>
public class QpSolverTests
{
    private const double Tolerance = 1e-9;

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, true, true)]
    public void Random_strictly_convex_problems_are_solved(bool soft, bool equalities, bool scaled)
    {
        for (int seed = 0; seed < 300; seed++)
        {
            int n = 1 + seed % 12;
            QpCase qp = QpCase.Random(seed, n, seed % 31, n + 2, soft, equalities, scaled);
            QpSolver solver = qp.Solver();
            QpStatus status = solver.Solve(qp.F, qp.Lower, qp.Upper);
            Assert.True(status == QpStatus.Solved, $"seed {seed}: {status}");
            Assert.True(qp.Residual(solver) <= Tolerance, $"seed {seed}: residual {qp.Residual(solver)}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Semidefinite_and_linear_programs_are_solved_for_the_users_own_cost(bool soft)
    {
        int solved = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            int n = 2 + seed % 8;
            QpCase qp = QpCase.Random(seed, n, 3 * n, seed % n, soft);
            QpSolver solver = qp.Solver();
            QpStatus status = solver.Solve(qp.F, qp.Lower, qp.Upper);
            if (status == QpStatus.Unbounded)
                continue;
            solved++;
            Assert.True(status == QpStatus.Solved, $"seed {seed}: {status}");
            Assert.True(qp.Residual(solver) <= Tolerance, $"seed {seed}: residual {qp.Residual(solver)}");
        }

        Assert.True(solved > 150, $"only {solved} bounded problems");
    }
}
