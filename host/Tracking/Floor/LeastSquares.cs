using MathNet.Numerics.LinearAlgebra;

namespace MultiAgentEdge.Host.Tracking.Floor;

/// <summary>Levenberg and Marquardt's method for a handful of unknowns, with derivatives by differences.</summary>
internal static class LeastSquares
{
    private const double Step = 1e-6;

    /// <param name="start">Changed in place to the best that was found.</param>
    /// <param name="residuals">Fills its second argument; whatever is not finite there refuses a step.</param>
    /// <returns>Sum of squares; not finite where even the start has none.</returns>
    public static double Solve(double[] start, int count, Action<double[], double[]> residuals, int maxSteps = 60)
    {
        var (now, trial) = (new double[count], new double[count]);
        residuals(start, now);
        var cost = Cost(now);
        var damping = 1e-3;
        for (var step = 0; step < maxSteps && double.IsFinite(cost); step++)
        {
            var jacobian = Jacobian(start, count, residuals);
            var right = jacobian.TransposeThisAndMultiply(Vector<double>.Build.Dense(now));
            var normal = jacobian.TransposeThisAndMultiply(jacobian);
            var before = cost;
            while (damping < 1e9)
            {
                var damped = normal.Clone();
                for (var i = 0; i < start.Length; i++)
                    damped[i, i] += (damping * normal[i, i]) + 1e-12;
                var change = damped.LU().Solve(right);
                double[] moved = [.. start.Select((value, i) => value - change[i])];
                residuals(moved, trial);
                var next = Cost(trial);
                if (next < cost)
                {
                    moved.CopyTo(start, 0);
                    trial.CopyTo(now, 0);
                    cost = next;
                    damping = Math.Max(damping * 0.2, 1e-9);
                    break;
                }

                damping *= 5;
            }

            if (!(before - cost > 1e-10 * before))
                break;
        }

        return cost;
    }

    /// <summary>Of the unknowns at a solution, where residuals are in standard deviations.</summary>
    public static Matrix<double> Covariance(double[] at, int count, Action<double[], double[]> residuals)
    {
        var jacobian = Jacobian(at, count, residuals);
        var normal = jacobian.TransposeThisAndMultiply(jacobian);
        for (var i = 0; i < at.Length; i++)
            normal[i, i] += 1e-12;
        return normal.Inverse();
    }

    private static Matrix<double> Jacobian(double[] at, int count, Action<double[], double[]> residuals)
    {
        var jacobian = Matrix<double>.Build.Dense(count, at.Length);
        double[] moved = [.. at];
        var (up, down) = (new double[count], new double[count]);
        for (var i = 0; i < at.Length; i++)
        {
            moved[i] = at[i] + Step;
            residuals(moved, up);
            moved[i] = at[i] - Step;
            residuals(moved, down);
            moved[i] = at[i];
            for (var row = 0; row < count; row++)
                jacobian[row, i] = (up[row] - down[row]) / (2 * Step);
        }

        return jacobian;
    }

    private static double Cost(double[] residuals)
    {
        var sum = residuals.Sum(value => value * value);
        return double.IsFinite(sum) ? sum : double.PositiveInfinity;
    }
}
