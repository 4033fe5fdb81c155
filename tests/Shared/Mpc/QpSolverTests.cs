using MultiAgentEdge.Mpc;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Shared.Mpc;

/// <summary>What a user of the solver can see. A KKT residual of 1e-9 on a convex problem is a proof of optimality.</summary>
public class QpSolverTests
{
    private const double Tolerance = 1e-9;

    [Theory]
    [InlineData(false, false, false, false)]
    [InlineData(false, true, false, true)]
    [InlineData(true, false, false, false)]
    [InlineData(true, true, true, false)]
    [InlineData(true, true, true, true)]
    [InlineData(false, true, true, false)]
    public void Random_strictly_convex_problems_are_solved(bool soft, bool equalities, bool scaled, bool rowProducts)
    {
        for (int seed = 0; seed < 300; seed++)
        {
            int n = 1 + seed % 12;
            QpCase qp = QpCase.Random(seed, n, seed % 31, n + 2, soft, equalities, scaled);
            AssertSolved(qp, qp.Solver(rowProducts), seed);
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Semidefinite_and_linear_programs_are_solved_for_the_users_own_cost(bool soft, bool rowProducts)
    {
        int solved = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            int n = 2 + seed % 8;
            QpCase qp = QpCase.Random(seed, n, 3 * n, seed % n, soft);
            QpSolver solver = qp.Solver(rowProducts);
            if (solver.Solve(qp.F, qp.Lower, qp.Upper) == QpStatus.Unbounded)
                continue;
            solved++;
            AssertSolved(qp, solver, seed);
        }

        Assert.True(solved > 150, $"only {solved} bounded problems");
    }

    [Fact]
    public void Enumerating_every_active_set_finds_the_same_optimum()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            QpCase qp = QpCase.Random(1000 + seed, 3, 5, 5);
            QpSolver solver = qp.Solver();
            Assert.Equal(QpStatus.Solved, solver.Solve(qp.F, qp.Lower, qp.Upper));
            double best = QpEnumeration.Optimum(qp);
            Assert.True(
                Math.Abs(best - solver.Objective) <= 1e-8 * (1 + Math.Abs(best)), $"seed {seed}: {best} against {solver.Objective}");
        }
    }

    [Fact]
    public void Soft_rows_equal_an_explicit_slack_formulation()
    {
        for (int seed = 0; seed < 150; seed++)
        {
            QpCase soft = QpCase.Random(seed, 4, 8, 6, soft: true);
            QpCase slack = soft.WithSlackVariables();
            QpSolver a = soft.Solver();
            QpSolver b = slack.Solver();
            AssertSolved(soft, a, seed);
            AssertSolved(slack, b, seed);
            Assert.True(
                Math.Abs(a.Objective - b.Objective) <= 1e-8 * (1 + Math.Abs(b.Objective)),
                $"seed {seed}: {a.Objective} against {b.Objective}");
        }
    }

    [Fact]
    public void Warm_and_cold_starts_find_the_same_solution()
    {
        QpCase qp = QpCase.Random(5, 10, 30, 12, soft: true, equalities: true);
        QpSolver warm = qp.Solver();
        QpSolver cold = qp.Solver();
        var random = new Random(6);
        for (int step = 0; step < 300; step++)
        {
            for (int i = 0; i < qp.N; i++)
                qp.F[i] += 2 * random.NextDouble() - 1;
            AssertSolved(qp, warm, step);
            cold.Reset();
            AssertSolved(qp, cold, step);
            for (int i = 0; i < qp.N; i++)
                Assert.Equal(cold.X[i], warm.X[i], 1e-8);
        }
    }

    [Fact]
    public void A_new_hessian_of_the_same_size_keeps_the_warm_start()
    {
        QpCase qp = QpCase.Random(8, 8, 24, 10);
        QpSolver solver = qp.Solver();
        AssertSolved(qp, solver, 0);
        int coldIterations = solver.Iterations;
        for (int i = 0; i < qp.N; i++)
            qp.H[i * qp.N + i] += 1e-3;
        solver.Setup(qp.N, qp.M, qp.H, qp.A, null!);
        AssertSolved(qp, solver, 1);
        Assert.True(coldIterations > 3 && solver.Iterations <= 3, $"{coldIterations} cold, {solver.Iterations} warm");
    }

    [Fact]
    public void The_active_set_survives_equalities_that_become_intervals_and_back()
    {
        QpCase qp = QpCase.Random(21, 6, 12, 8);
        QpSolver solver = qp.Solver();
        var random = new Random(3);
        for (int step = 0; step < 300; step++)
        {
            double[] x = [.. Enumerable.Range(0, qp.N).Select(_ => random.NextDouble() - 0.5)];
            for (int i = 0; i < qp.M; i++)
            {
                double value = Enumerable.Range(0, qp.N).Sum(j => qp.A[i * qp.N + j] * x[j]);
                int kind = random.Next(4);
                qp.Lower[i] = kind == 0 ? -1e30 : kind == 1 && i < 4 ? value : value - random.NextDouble();
                qp.Upper[i] = kind == 2 ? 1e30 : kind == 1 && i < 4 ? value : value + random.NextDouble();
            }

            AssertSolved(qp, solver, step);
        }
    }

    [Fact]
    public void Duplicate_and_redundant_rows_do_no_harm()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            QpCase qp = QpCase.Random(seed, 5, 24, 7);
            for (int i = 12; i < 24; i++)
            {
                double factor = i % 2 == 0 ? 1 : -2;
                for (int j = 0; j < qp.N; j++)
                    qp.A[i * qp.N + j] = factor * qp.A[(i - 12) * qp.N + j];
                double a = factor * qp.Lower[i - 12];
                double b = factor * qp.Upper[i - 12];
                qp.Lower[i] = Math.Max(-1e30, Math.Min(a, b));
                qp.Upper[i] = Math.Min(1e30, Math.Max(a, b));
            }

            AssertSolved(qp, qp.Solver(), seed);
        }
    }

    [Fact]
    public void A_degenerate_vertex_where_many_rows_meet_is_solved()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            QpCase qp = QpCase.Random(seed, 4, 40, 6);
            for (int i = 0; i < qp.M; i++)
                (qp.Lower[i], qp.Upper[i]) = (-1e30, 0);
            AssertSolved(qp, qp.Solver(), seed);
            AssertSolved(qp, qp.Solver(true), seed);
        }
    }

    [Fact]
    public void Rows_that_exclude_each_other_are_infeasible_and_the_next_solve_works()
    {
        QpCase qp = QpCase.Random(1, 3, 4, 5);
        QpSolver solver = qp.Solver();
        double[] lower = [.. qp.Lower];
        double[] upper = [.. qp.Upper];
        for (int j = 0; j < 3; j++)
            qp.A[3 + j] = qp.A[j];
        solver.Setup(3, 4, qp.H, qp.A, null!);
        (lower[0], upper[0], lower[1], upper[1]) = (1, 2, -2, -1);
        Assert.Equal(QpStatus.Infeasible, solver.Solve(qp.F, lower, upper));
        Assert.All(solver.X, value => Assert.True(double.IsFinite(value)));
        (qp.Lower[1], qp.Upper[1]) = (qp.Lower[0], qp.Upper[0]);
        AssertSolved(qp, solver, 0);
    }

    [Fact]
    public void Contradicting_equalities_are_infeasible_and_consistent_ones_are_not()
    {
        double[] h = [1, 0, 0, 1];
        double[] a = [1, 1, 2, 2];
        var solver = new QpSolver(2, 2);
        solver.Setup(2, 2, h, a, null!);
        Assert.Equal(QpStatus.Solved, solver.Solve([0, 0], [1, 2], [1, 2]));
        Assert.Equal([0.5, 0.5], solver.X.Select(value => Math.Round(value, 12)));
        Assert.Equal(QpStatus.Infeasible, solver.Solve([0, 0], [1, 3], [1, 3]));
    }

    [Fact]
    public void A_cost_that_falls_for_ever_is_unbounded_until_a_row_stops_it()
    {
        var solver = new QpSolver(2, 1);
        Assert.Equal(QpStatus.Solved, solver.Setup(2, 1, [1, 0, 0, 0], [0, 1], null!));
        Assert.Equal(QpStatus.Unbounded, solver.Solve([0, -1], [0], [1e30]));
        Assert.Equal(QpStatus.Solved, solver.Solve([0, -1], [0], [7]));
        Assert.Equal(7, solver.X[1], 1e-9);
        Assert.Equal(QpStatus.Solved, solver.Solve([0, 0], [-1e30], [1e30]));
    }

    [Fact]
    public void A_soft_row_stops_a_falling_cost_only_with_enough_weight()
    {
        foreach ((double weight, QpStatus expected) in new[] { (2.0, QpStatus.Solved), (0.5, QpStatus.Unbounded) })
        {
            var solver = new QpSolver(1, 1);
            solver.Setup(1, 1, [0], [1], [weight]);
            Assert.Equal(expected, solver.Solve([-1], [-1e30], [3]));
        }
    }

    [Fact]
    public void Bad_data_has_its_own_status()
    {
        var solver = new QpSolver(2, 1);
        Assert.Equal(QpStatus.InvalidData, solver.Solve([0, 0], [0], [1]));
        Assert.Equal(QpStatus.InvalidData, solver.Setup(2, 1, [1, 0, 0, -1], [1, 1], null!));
        Assert.Equal(QpStatus.InvalidData, solver.Setup(2, 1, [0, 1, 1, 0], [1, 1], null!));
        Assert.Equal(QpStatus.InvalidData, solver.Setup(2, 1, [1, 2, 0, 1], [1, 1], null!));
        Assert.Equal(QpStatus.InvalidData, solver.Setup(2, 1, [1, 0, 0, 1], [double.NaN, 1], null!));
        Assert.Equal(QpStatus.InvalidData, solver.Setup(2, 1, [1, 0, 0, 1], [1, 1], [-1]));
        Assert.Equal(QpStatus.Solved, solver.Setup(2, 1, [1, 0, 0, 1], [1, 1], null!));
        Assert.Equal(QpStatus.InvalidData, solver.Solve([double.NaN, 0], [0], [1]));
        Assert.Equal(QpStatus.InvalidData, solver.Solve([0, double.PositiveInfinity], [0], [1]));
        Assert.Equal(QpStatus.Infeasible, solver.Solve([0, 0], [2], [1]));
        Assert.Equal(QpStatus.InvalidData, solver.Solve([double.NaN, 0], [2], [1]));
        Assert.Equal(QpStatus.InvalidData, solver.Solve([0, 0], [double.NaN], [1]));
        Assert.Equal(QpStatus.InvalidData, solver.Solve([0, 0], [1e30], [1e30]));
        Assert.All(solver.X, value => Assert.Equal(0, value));
        Assert.Equal(QpStatus.Solved, solver.Solve([0, 0], [1], [1]));
    }

    [Fact]
    public void Bad_bounds_are_found_at_every_place_of_a_long_problem()
    {
        QpCase qp = QpCase.Random(3, 4, 11, 6);
        QpSolver solver = qp.Solver();
        for (int i = 0; i < qp.M; i++)
        {
            double[] lower = [.. qp.Lower];
            lower[i] = double.NaN;
            Assert.Equal(QpStatus.InvalidData, solver.Solve(qp.F, lower, qp.Upper));
            lower[i] = 1;
            double[] upper = [.. qp.Upper];
            upper[i] = 0;
            Assert.Equal(QpStatus.Infeasible, solver.Solve(qp.F, lower, upper));
        }
    }

    [Fact]
    public void Zero_rows_constrain_nothing_but_may_be_infeasible_or_cost_a_constant()
    {
        var solver = new QpSolver(1, 2);
        solver.Setup(1, 2, [2], [0, 0], [1e30, 3]);
        Assert.Equal(QpStatus.Solved, solver.Solve([-2], [-1, 2], [1, 4]));
        Assert.Equal(1, solver.X[0], 1e-12);
        Assert.Equal(-1 + 3 * 2, solver.Objective, 1e-12);
        Assert.Equal(-3, solver.Multipliers[1], 1e-12);
        Assert.Equal(QpStatus.Infeasible, solver.Solve([-2], [1, 2], [2, 4]));
    }

    [Fact]
    public void A_weight_of_zero_is_no_row()
    {
        var solver = new QpSolver(1, 1);
        solver.Setup(1, 1, [2], [1], [0]);
        Assert.Equal(QpStatus.Solved, solver.Solve([-2], [5], [6]));
        Assert.Equal(1, solver.X[0], 1e-12);
    }

    [Fact]
    public void A_capped_solver_says_so_and_leaves_a_finite_point()
    {
        int capped = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            QpCase qp = QpCase.Random(seed, 8, 40, 10, soft: seed % 2 == 0);
            QpSolver solver = qp.Solver();
            int usual = solver.IterationLimit;
            solver.IterationLimit = 1;
            QpStatus status = solver.Solve(qp.F, qp.Lower, qp.Upper);
            capped += status == QpStatus.NotConverged ? 1 : 0;
            Assert.True(status is QpStatus.NotConverged or QpStatus.Solved);
            Assert.All(solver.X, value => Assert.True(double.IsFinite(value)));
            solver.IterationLimit = usual;
            AssertSolved(qp, solver, seed);
        }

        Assert.True(capped > 40, $"only {capped} capped");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Solving_allocates_nothing(bool rowProducts)
    {
        QpCase qp = QpCase.Random(2, 10, 30, 12, soft: true, equalities: true);
        QpCase linear = QpCase.Random(2, 4, 12, 0);
        QpSolver solver = qp.Solver(rowProducts);
        QpSolver proximal = linear.Solver(rowProducts);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (int step = 0; step < 50; step++)
            {
                qp.F[step % qp.N] += 1;
                solver.Solve(qp.F, qp.Lower, qp.Upper);
                solver.Setup(qp.N, qp.M, qp.H, qp.A, qp.SoftWeight!);
                proximal.Solve(linear.F, linear.Lower, linear.Upper);
                KktResidual.Compute(qp.N, qp.M, qp.H, qp.F, qp.A, qp.Lower, qp.Upper, qp.SoftWeight!, solver.X, solver.Multipliers);
            }
        }));
    }

    [Fact]
    public void The_stated_memory_is_what_the_constructor_takes()
    {
        foreach ((int n, int m) in new[] { (10, 20), (10, 30), (36, 144), (3, 0) })
        {
            QpSolver? solver = null;
            long taken = Allocations.Least(() => solver = new QpSolver(n, m));

            // Object headers, padding and fields: some 24 bytes for each of the two dozen arrays and two objects, more with row products.
            Assert.InRange(taken - QpSolver.StateBytes(n, m), 0, 1400);
            QpSolver? products = null;
            taken = Allocations.Least(() => products = new QpSolver(n, m, true));
            Assert.InRange(taken - QpSolver.HostStateBytes(n, m), 0, 2400);
            GC.KeepAlive(solver);
            GC.KeepAlive(products);
        }

        Assert.InRange(QpSolver.StateBytes(10, 30), 1, 8 * 1024);
    }

    [Fact]
    public void The_same_sequence_gives_the_same_bits()
    {
        double[] first = Bits();
        Assert.Equal(first, Bits());

        static double[] Bits()
        {
            QpCase qp = QpCase.Random(4, 9, 30, 11, soft: true);
            QpSolver solver = qp.Solver();
            for (int step = 0; step < 40; step++)
            {
                qp.F[step % 9] -= 0.7;
                solver.Solve(qp.F, qp.Lower, qp.Upper);
            }

            return [.. solver.X, .. solver.Multipliers, solver.Objective];
        }
    }

    private static void AssertSolved(QpCase qp, QpSolver solver, int seed)
    {
        QpStatus status = solver.Solve(qp.F, qp.Lower, qp.Upper);
        Assert.True(status == QpStatus.Solved, $"case {seed}: {status} after {solver.Iterations} iterations");
        Assert.True(qp.Residual(solver) <= Tolerance, $"case {seed}: residual {qp.Residual(solver)}");
        double objective = qp.Objective(solver.X);
        Assert.True(
            Math.Abs(objective - solver.Objective) <= 1e-9 * (1 + Math.Abs(objective)),
            $"case {seed}: {solver.Objective} is not {objective}");
    }
}
