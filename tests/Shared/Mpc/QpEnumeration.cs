namespace MultiAgentEdge.Tests.Shared.Mpc;

/// <summary>
/// An independent reference for tiny strictly convex problems: tries every choice of active sides, solves its KKT system by Gaussian
/// elimination with row exchanges and takes the best feasible point.
/// </summary>
public static class QpEnumeration
{
    public static double Optimum(QpCase qp)
    {
        double best = double.PositiveInfinity;
        int[] sides = new int[qp.M];
        int combinations = (int)Math.Pow(3, qp.M);
        for (int code = 0; code < combinations; code++)
        {
            for (int i = 0, rest = code; i < qp.M; i++, rest /= 3)
                sides[i] = rest % 3;
            if (Point(qp, sides) is { } x && IsFeasible(qp, x))
                best = Math.Min(best, qp.Objective(x));
        }

        return best;
    }

    private static bool IsFeasible(QpCase qp, double[] x)
    {
        for (int i = 0; i < qp.M; i++)
        {
            double value = qp.Value(i, x);
            if (value > qp.Upper[i] + 1e-9 || value < qp.Lower[i] - 1e-9)
                return false;
        }

        return true;
    }

    private static double[]? Point(QpCase qp, int[] sides)
    {
        int[] active = [.. Enumerable.Range(0, qp.M).Where(i => sides[i] != 0)];
        int order = qp.N + active.Length;
        if (active.Length > qp.N || active.Any(i => Math.Abs(Bound(qp, i, sides[i])) >= 1e30))
            return null;
        double[][] system = [.. Enumerable.Range(0, order).Select(_ => new double[order + 1])];
        for (int i = 0; i < qp.N; i++)
        {
            for (int j = 0; j < qp.N; j++)
                system[i][j] = qp.H[i * qp.N + j];
            for (int k = 0; k < active.Length; k++)
            {
                system[i][qp.N + k] = qp.A[active[k] * qp.N + i];
                system[qp.N + k][i] = qp.A[active[k] * qp.N + i];
                system[qp.N + k][order] = Bound(qp, active[k], sides[active[k]]);
            }

            system[i][order] = -qp.F[i];
        }

        return Eliminate(system, order) ? [.. Enumerable.Range(0, qp.N).Select(i => system[i][order])] : null;
    }

    private static double Bound(QpCase qp, int row, int side) => side == 1 ? qp.Upper[row] : qp.Lower[row];

    // Gauss-Jordan: the solution ends in the last column.
    private static bool Eliminate(double[][] system, int order)
    {
        for (int k = 0; k < order; k++)
        {
            int pivot = Enumerable.Range(k, order - k).MaxBy(i => Math.Abs(system[i][k]));
            if (Math.Abs(system[pivot][k]) < 1e-10)
                return false;
            (system[k], system[pivot]) = (system[pivot], system[k]);
            for (int i = 0; i < order; i++)
            {
                double factor = system[i][k] / system[k][k];
                for (int j = order; j >= k && i != k; j--)
                    system[i][j] -= factor * system[k][j];
            }
        }

        for (int k = 0; k < order; k++)
            system[k][order] /= system[k][k];
        return true;
    }
}
