using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Shared.Mpc;

/// <summary>
/// Data on which digits or statuses get lost. Optima are known by construction: a point and multipliers are drawn first, bounds and f
/// follow from the optimality conditions, so the optimal value needs no second solver.
/// </summary>
public class QpSolverHardCasesTests
{
    private const double Tolerance = 1e-9;

    [Theory]
    [InlineData("huge f", 1.0, 0, 1e8, 1.0, 0.0)]
    [InlineData("huge f, linear program", 0.0, 0, 1e8, 1.0, 0.0)]
    [InlineData("tiny f, linear program", 0.0, 0, 1e-8, 1.0, 0.0)]
    [InlineData("tiny H", 1.0, 0, 1.0, 1e-8, 0.0)]
    [InlineData("tiny semidefinite H", 0.5, 0, 1.0, 1e-8, 0.0)]
    [InlineData("huge semidefinite H", 0.5, 0, 1.0, 1e8, 0.0)]
    [InlineData("f zero, semidefinite H", 0.5, 0, 0.0, 1.0, 0.0)]
    [InlineData("condition 1e6", 1.0, 6, 1.0, 1.0, 0.0)]
    [InlineData("condition 1e10", 1.0, 10, 1.0, 1.0, 0.0)]
    [InlineData("condition 1e8 and rank deficient", 0.5, 8, 1.0, 1.0, 0.0)]
    [InlineData("rows from 1e-8 to 1e8", 0.5, 0, 1.0, 1.0, 8.0)]
    public void The_known_optimum_is_found_cold_and_warm(
        string what, double rankShare, int condition, double forceSize, double hessianSize, double rowDecades)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            int n = 2 + random.Next(15);
            int m = n + random.Next(25);
            double[] h = Hessian(random, n, (int)Math.Round(rankShare * n), condition, hessianSize);
            double[] rows = Rows(random, n, m, rowDecades);
            var solver = new QpSolver(n, m, seed % 2 == 1);
            Assert.Equal(QpStatus.Solved, solver.Setup(n, m, h, rows, null!));
            for (int step = 0; step < 5; step++)
            {
                (double[] f, double[] lower, double[] upper, double optimum) = Draw(random, n, m, h, rows, forceSize);
                QpStatus status = solver.Solve(f, lower, upper);
                string place = $"{what}, seed {seed}, step {step}: ";
                Assert.True(
                    status == QpStatus.Solved, $"{place}{status} after {solver.Iterations} iterations, {solver.ProximalRounds} rounds");
                double residual = KktResidual.Compute(n, m, h, f, rows, lower, upper, null!, solver.X, solver.Multipliers);
                Assert.True(residual <= Tolerance, $"{place}residual {residual}");
                Assert.True(
                    Math.Abs(solver.Objective - optimum) <= 1e-8 * (1 + Math.Abs(optimum)), $"{place}{solver.Objective} is not {optimum}");
            }
        }
    }

    // Feasible at the drawn point, whose integers make exact ties; equalities among them depend on each other.
    [Fact]
    public void Ties_and_dependent_equalities_are_no_contradiction()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int n = 2 + random.Next(8);
            int m = 10 + random.Next(50);
            double[] rows = [.. Enumerable.Range(0, m * n).Select(_ => (double)random.Next(-1, 2))];
            double[] h = new double[n * n];
            for (int i = 0; i < n * random.Next(3) / 2; i++)
                h[i * (n + 1)] = 1;
            double[] x = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(-1, 2))];
            double[] f = new double[n], lower = new double[m], upper = new double[m];
            for (int i = 0; i < n; i++)
                f[i] = -h[i * (n + 1)] * x[i];
            for (int i = 0; i < m; i++)
            {
                double value = 0;
                for (int j = 0; j < n; j++)
                    value += rows[i * n + j] * x[j];
                int kind = random.Next(3);
                double push = kind == 0 ? random.Next(-1, 2) : kind == 1 ? random.Next(2) : 0;
                (lower[i], upper[i]) = kind switch { 0 => (value, value), 1 => (-1e30, value), _ => (value - 1, value + 1) };
                for (int j = 0; j < n; j++)
                    f[j] -= push * rows[i * n + j];
            }

            var solver = new QpSolver(n, m, seed % 2 == 1);
            Assert.Equal(QpStatus.Solved, solver.Setup(n, m, h, rows, null!));
            QpStatus status = solver.Solve(f, lower, upper);
            Assert.True(status == QpStatus.Solved, $"seed {seed}: {status}");
            Assert.InRange(KktResidual.Compute(n, m, h, f, rows, lower, upper, null!, solver.X, solver.Multipliers), 0, Tolerance);
        }
    }

    [Fact]
    public void A_contradiction_of_a_ten_millionth_is_infeasible_and_the_next_solve_recovers()
    {
        // x + y at most 1, x at least 0.5, y at least 0.5 + gap.
        var solver = new QpSolver(2, 3);
        Assert.Equal(QpStatus.Solved, solver.Setup(2, 3, [0, 0, 0, 0], [1, 1, 1, 0, 0, 1], null!));
        Assert.Equal(QpStatus.Infeasible, solver.Solve([1, 1], [-1e30, 0.5, 0.5 + 1e-7], [1, 1e30, 1e30]));
        Assert.Equal(QpStatus.Solved, solver.Solve([1, 1], [-1e30, 0.5, 0.5], [1, 1e30, 1e30]));
        Assert.Equal(1, solver.Objective, 1e-9);
    }

    [Fact]
    public void Rounding_at_a_heavy_soft_row_is_not_charged()
    {
        // Held at 1/3 by a force of 1000 below its weight of 1e12: the violation left is rounding, its price would be 1e-4.
        var solver = new QpSolver(1, 1);
        Assert.Equal(QpStatus.Solved, solver.Setup(1, 1, [3], [7], [1e12]));
        Assert.Equal(QpStatus.Solved, solver.Solve([-7001], [-1e30], [7.0 / 3]));
        Assert.Equal((1.5 / 9) - (7001.0 / 3), solver.Objective, 1e-8);
    }

    // Exponentially many vertices for a simplex method (Klee and Minty 1972); cycling for its textbook rule (Beale 1955).
    [Fact]
    public void Classic_traps_of_linear_programming_are_solved()
    {
        for (int n = 1; n <= 10; n++)
        {
            double[] f = new double[n], rows = new double[2 * n * n], lower = new double[2 * n], upper = new double[2 * n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < i; j++)
                    rows[i * n + j] = Math.Pow(2, i - j + 1);
                rows[i * n + i] = rows[(n + i) * n + i] = 1;
                (lower[i], upper[i], upper[n + i]) = (-1e30, Math.Pow(5, i + 1), 1e30);
                f[i] = -Math.Pow(2, n - 1 - i);
            }

            var solver = new QpSolver(n, 2 * n);
            Assert.Equal(QpStatus.Solved, solver.Setup(n, 2 * n, new double[n * n], rows, null!));
            Assert.Equal(QpStatus.Solved, solver.Solve(f, lower, upper));
            Assert.Equal(-Math.Pow(5, n), solver.Objective, 1e-9 * Math.Pow(5, n));
        }

        var beale = new QpSolver(4, 7);
        double[] traps = [.25, -60, -.04, 9, .5, -90, -.02, 3, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
        Assert.Equal(QpStatus.Solved, beale.Setup(4, 7, new double[16], traps, null!));
        Assert.Equal(
            QpStatus.Solved, beale.Solve([-.75, 150, -.02, 6], [-1e30, -1e30, -1e30, 0, 0, 0, 0], [0, 0, 1, 1e30, 1e30, 1e30, 1e30]));
        Assert.Equal(-0.05, beale.Objective, 1e-10);
    }

    private static (double[] F, double[] Lower, double[] Upper, double Optimum) Draw(
        Random random, int n, int m, double[] h, double[] rows, double forceSize)
    {
        double[] x = [.. Enumerable.Range(0, n).Select(_ => Normal(random))];
        double[] f = new double[n], lower = new double[m], upper = new double[m], push = new double[m];
        int active = random.Next(n + 1);
        for (int i = 0; i < m; i++)
        {
            double value = 0, size = 0;
            for (int j = 0; j < n; j++)
            {
                value += rows[i * n + j] * x[j];
                size = Math.Max(size, Math.Abs(rows[i * n + j]));
            }

            lower[i] = random.Next(4) == 0 ? -1e30 : value - size * (0.01 + random.NextDouble());
            upper[i] = random.Next(4) == 0 ? 1e30 : value + size * (0.01 + random.NextDouble());
            if (i >= active)
                continue;
            push[i] = 3 * random.NextDouble() * forceSize / size * (random.Next(2) == 0 ? 1 : -1);
            (push[i] > 0 ? upper : lower)[i] = value;
        }

        double optimum = 0;
        for (int i = 0; i < n; i++)
        {
            double hx = 0;
            for (int j = 0; j < n; j++)
                hx += h[i * n + j] * x[j];
            f[i] = -hx;
            for (int j = 0; j < m; j++)
                f[i] -= rows[j * n + i] * push[j];
            optimum += x[i] * (0.5 * hx + f[i]);
        }

        return (f, lower, upper, optimum);
    }

    private static double[] Hessian(Random random, int n, int rank, int condition, double size)
    {
        double[] h = new double[n * n];
        for (int k = 0; k < rank; k++)
        {
            double curvature = size * Math.Pow(10, -(double)condition * k / Math.Max(1, rank - 1));
            double[] b = [.. Enumerable.Range(0, n).Select(_ => Normal(random))];
            for (int i = 0; i < n * n; i++)
                h[i] += curvature * (b[i / n] * b[i % n]);
        }

        return h;
    }

    private static double[] Rows(Random random, int n, int m, double decades)
    {
        double[] rows = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            double size = Math.Pow(10, decades * (2 * random.NextDouble() - 1));
            for (int j = 0; j < n; j++)
                rows[i * n + j] = size * Normal(random);
        }

        return rows;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
