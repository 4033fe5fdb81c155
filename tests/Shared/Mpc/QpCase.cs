using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Tests.Shared.Mpc;

/// <summary>A quadratic program of the tests, with its own seeded random source.</summary>
public sealed class QpCase(int n, int m)
{
    public readonly int N = n;
    public readonly int M = m;
    public readonly double[] H = new double[n * n];
    public readonly double[] F = new double[n];
    public readonly double[] A = new double[m * n];
    public readonly double[] Lower = new double[m];
    public readonly double[] Upper = new double[m];
    public double[]? SoftWeight;

    /// <summary>H = B B' of the given rank; bounds around a known point, so that it is feasible.</summary>
    public static QpCase Random(int seed, int n, int m, int rank, bool soft = false, bool equalities = false, bool scaled = false)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var qp = new QpCase(n, m);
        double[] b = new double[n * rank];
        for (int i = 0; i < b.Length; i++)
            b[i] = Normal();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k < rank; k++)
                    qp.H[i * n + j] += b[i * rank + k] * b[j * rank + k];
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                qp.H[i * n + j] = qp.H[j * n + i];
        }

        double[] inside = new double[n];
        for (int i = 0; i < n; i++)
        {
            qp.F[i] = 3 * Normal();
            inside[i] = Normal();
        }

        qp.SoftWeight = soft ? new double[m] : null;
        for (int i = 0; i < m; i++)
        {
            double value = 0;
            double scale = scaled ? Math.Pow(10, random.Next(-6, 7)) : 1;
            for (int j = 0; j < n; j++)
            {
                qp.A[i * n + j] = scale * Normal();
                value += qp.A[i * n + j] * inside[j];
            }

            bool equality = equalities && i < n / 3;
            qp.Lower[i] = equality ? value : random.Next(4) == 0 ? -1e30 : value - scale * random.NextDouble();
            qp.Upper[i] = equality ? value : random.Next(4) == 0 ? 1e30 : value + scale * random.NextDouble();
            if (soft)
            {
                bool hard = random.Next(3) == 0;
                double shift = hard ? 0 : 2 * scale * Normal();
                qp.SoftWeight![i] = hard ? 1e30 : 3 * random.NextDouble() / scale;
                if (qp.Lower[i] > -1e30)
                    qp.Lower[i] += shift;
                if (qp.Upper[i] < 1e30)
                    qp.Upper[i] += shift;
            }
        }

        return qp;
    }

    public QpSolver Solver(bool rowProducts = false)
    {
        var solver = new QpSolver(N, M, rowProducts);
        Assert.Equal(QpStatus.Solved, solver.Setup(N, M, H, A, SoftWeight!));
        return solver;
    }

    public double Residual(QpSolver solver)
        => KktResidual.Compute(N, M, H, F, A, Lower, Upper, SoftWeight!, solver.X, solver.Multipliers);

    /// <summary>Value of the user's cost, soft penalties included.</summary>
    public double Objective(double[] x)
    {
        double sum = 0;
        for (int i = 0; i < N; i++)
        {
            sum += F[i] * x[i];
            for (int j = 0; j < N; j++)
                sum += 0.5 * x[i] * H[i * N + j] * x[j];
        }

        for (int i = 0; i < M && SoftWeight is not null; i++)
        {
            double value = Value(i, x);
            if (SoftWeight[i] < 1e30)
                sum += SoftWeight[i] * Math.Max(0, Math.Max(value - Upper[i], Lower[i] - value));
        }

        return sum;
    }

    public double Value(int row, double[] x)
    {
        double value = 0;
        for (int j = 0; j < N; j++)
            value += A[row * N + j] * x[j];
        return value;
    }

    /// <summary>The same problem with a slack variable t of its own for each soft row: a x - t at most u, a x + t at least l, cost w
    /// t.</summary>
    public QpCase WithSlackVariables()
    {
        int[] soft = [.. Enumerable.Range(0, M).Where(i => SoftWeight![i] < 1e30)];
        int n = N + soft.Length;
        var qp = new QpCase(n, M + 2 * soft.Length);
        for (int i = 0; i < N; i++)
            Array.Copy(H, i * N, qp.H, i * n, N);
        Array.Copy(F, qp.F, N);
        for (int i = 0; i < M; i++)
        {
            Array.Copy(A, i * N, qp.A, i * n, N);
            (qp.Lower[i], qp.Upper[i]) = (Lower[i], Upper[i]);
        }

        for (int k = 0; k < soft.Length; k++)
        {
            int i = soft[k];
            int lower = M + k;
            int sign = M + soft.Length + k;
            qp.F[N + k] = SoftWeight![i];
            qp.A[i * n + N + k] = -1;
            qp.Lower[i] = -1e30;
            Array.Copy(A, i * N, qp.A, lower * n, N);
            qp.A[lower * n + N + k] = 1;
            (qp.Lower[lower], qp.Upper[lower]) = (Lower[i], 1e30);
            qp.A[sign * n + N + k] = 1;
            (qp.Lower[sign], qp.Upper[sign]) = (0, 1e30);
        }

        return qp;
    }
}
