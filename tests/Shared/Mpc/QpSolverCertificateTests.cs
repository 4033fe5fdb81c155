using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Shared.Mpc;

/// <summary>What may be said of a problem: infeasible, unbounded and solved only with evidence in the user's own data.</summary>
public class QpSolverCertificateTests
{
    // An all-zero row with the rounding of its condensing as upper bound: public MPC problems of walking robots have it.
    [Theory]
    [InlineData(-2.8e-17, QpStatus.Solved)]
    [InlineData(-1e-10, QpStatus.Solved)]
    [InlineData(-1e-7, QpStatus.Infeasible)]
    public void A_zero_row_excludes_all_points_only_beyond_rounding(double upper, QpStatus expected)
    {
        var solver = new QpSolver(2, 2);
        Assert.Equal(QpStatus.Solved, solver.Setup(2, 2, [1, 0, 0, 1], [0, 0, 1, 0], null!));
        Assert.Equal(expected, solver.Solve([-1, -1], [-1e30, -1e30], [upper, 0.5]));
    }

    [Fact]
    public void A_row_too_small_to_work_with_is_not_called_a_contradiction()
    {
        var solver = new QpSolver(1, 1);
        Assert.Equal(QpStatus.Solved, solver.Setup(1, 1, [1], [1e-160], null!));
        Assert.Equal(QpStatus.NotConverged, solver.Solve([0], [1], [1]));
    }

    [Theory]
    [InlineData(0.1 + 0.2, 0.3, QpStatus.Solved)]
    [InlineData(1e6 + 1e-6, 1e6, QpStatus.Solved)]
    [InlineData(1 + 1e-7, 1, QpStatus.Infeasible)]
    public void Bounds_that_cross_by_rounding_are_an_equality(double lower, double upper, QpStatus expected)
    {
        foreach (double force in new[] { -1e9, -1, 0, 1, 1e9 })
        {
            var solver = new QpSolver(1, 1);
            Assert.Equal(QpStatus.Solved, solver.Setup(1, 1, [1], [1], null!));
            Assert.Equal(expected, solver.Solve([force], [lower], [upper]));
            if (expected == QpStatus.Solved)
                Assert.Equal(upper, solver.X[0], 1e-9 * upper);
        }
    }

    // Rows (1, 0) = 0 and (1, sine) = 1 meet in (0, 1 / sine), however far out.
    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-9)]
    [InlineData(1e-10)]
    [InlineData(1e-12)]
    [InlineData(1e-13)]
    public void Nearly_parallel_rows_meet_far_out(double sine)
    {
        foreach (bool products in new[] { false, true })
        {
            var solver = new QpSolver(2, 2, products);
            Assert.Equal(QpStatus.Solved, solver.Setup(2, 2, [1, 0, 0, 1], [1, 0, 1, sine], null!));
            Assert.Equal(QpStatus.Solved, solver.Solve([0, 0], [0, 1], [0, 1]));
            Assert.Equal(1 / sine, solver.X[1], 1e-6 / sine);
            Assert.Equal(QpStatus.Solved, solver.Solve([0, 0], [-1e30, 1], [0, 1e30]));
        }
    }

    [Fact]
    public void A_falling_cost_that_a_nearly_parallel_row_stops_is_not_unbounded()
    {
        foreach (double slant in new[] { 1e-8, 1e-10, 1e-11 })
        {
            // Minimise -y with x = 0 and x + slant y at most 1.
            var solver = new QpSolver(2, 2);
            Assert.Equal(QpStatus.Solved, solver.Setup(2, 2, new double[4], [1, 0, 1, slant], null!));
            Assert.NotEqual(QpStatus.Unbounded, solver.Solve([0, -1], [0, -1e30], [0, 1]));
            Assert.Equal(QpStatus.Unbounded, solver.Solve([0, -1], [0, 0], [0, 1e30]));
        }
    }

    [Fact]
    public void Small_problems_are_judged_as_fractions_judge_them()
    {
        int infeasible = 0, solved = 0, open = 0;
        int cases = Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 60_000 : 3000;
        for (int seed = 0; seed < cases; seed++)
        {
            QpCase qp = QpTraps.Small(seed);
            QpSolver solver = qp.Solver(seed % 2 == 1);
            QpStatus status = solver.Solve(qp.F, qp.Lower, qp.Upper);
            if (status == QpStatus.Infeasible)
                Assert.False(ExactFeasibility.Holds(qp), $"seed {seed}: feasible, called infeasible");
            if (status == QpStatus.Solved)
            {
                Assert.True(ExactFeasibility.Holds(qp, 1e-8 * QpTraps.Reach(solver.X)), $"seed {seed}: infeasible, called solved");
                Assert.True(qp.Residual(solver) <= 1e-9, $"seed {seed}: residual {qp.Residual(solver)}");
            }

            infeasible += status == QpStatus.Infeasible ? 1 : 0;
            solved += status == QpStatus.Solved ? 1 : 0;
            open += status == QpStatus.NotConverged ? 1 : 0;
        }

        bool sorted = infeasible > cases / 10 && solved > cases / 3 && open <= cases / 40;
        Assert.True(sorted, $"{infeasible} infeasible, {solved} solved, {open} open");
    }

    [Fact]
    public void Larger_problems_with_a_known_verdict_are_never_given_the_opposite_one()
    {
        int open = 0;
        int cases = Environment.GetEnvironmentVariable("MAE_LONG") == "1" ? 40_000 : 2000;
        for (int seed = 0; seed < cases; seed++)
        {
            QpCase qp = QpTraps.Large(seed, out bool feasible);
            QpSolver solver = qp.Solver(seed % 2 == 1);
            QpStatus status = solver.Solve(qp.F, qp.Lower, qp.Upper);
            bool wrong = feasible ? status is QpStatus.Infeasible or QpStatus.Unbounded : status == QpStatus.Solved;
            Assert.False(wrong, $"seed {seed}: {status}, feasible {feasible}");
            if (status == QpStatus.Solved)
                Assert.True(qp.Residual(solver) <= 1e-9, $"seed {seed}: residual {qp.Residual(solver)}");
            open += status == QpStatus.NotConverged ? 1 : 0;
        }

        Assert.True(open <= cases / 25, $"{open} of {cases} not converged");
    }

    [Fact]
    public void Degenerate_vertices_agree_with_trying_every_active_set()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            QpCase qp = QpTraps.Vertex(seed);
            QpSolver solver = qp.Solver(seed % 2 == 1);
            Assert.Equal(QpStatus.Solved, solver.Solve(qp.F, qp.Lower, qp.Upper));
            Assert.Equal(QpEnumeration.Optimum(qp), solver.Objective, 1e-8);
        }
    }
}
