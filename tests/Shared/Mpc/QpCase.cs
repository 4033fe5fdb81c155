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

    public QpSolver Solver()
    {
        var solver = new QpSolver(N, M);
        Assert.Equal(QpStatus.Solved, solver.Setup(N, M, H, A, SoftWeight!));
        return solver;
    }

    public double Residual(QpSolver solver)
        => KktResidual.Compute(N, M, H, F, A, Lower, Upper, SoftWeight!, solver.X, solver.Multipliers);
}
