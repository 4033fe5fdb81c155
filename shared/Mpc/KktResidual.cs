using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Mpc
{
    /// <summary>
    /// How far a point and its multipliers are from optimal: the largest of
    /// stationarity |Hx + f + A'lambda|_i / (1 + |Hx|_i + |f_i| + sum_j |A_ji lambda_j|),
    /// primal violation of a hard row / (1 + |bound| + sum_j |a_ij x_j|),
    /// complementarity |lambda_i| distance to the side it pushes, or for a soft row |w dist(a x, [l,u]) - (what lambda accounts for)|,
    /// / (1 + |lambda_i bound| + |lambda_i| sum_j |a_ij x_j|), and a soft multiplier beyond its weight / (1 + weight).
    /// Each is scaled by 1 plus the size of its terms, so it does not depend on the units of a row.
    /// </summary>
    public static class KktResidual
    {
        /// <summary>Allocates nothing; NaN data gives positive infinity.</summary>
        /// <param name="hessian">n x n.</param>
        /// <param name="rows">m x n.</param>
        /// <param name="softWeight">m or null (all hard).</param>
        public static double Compute(int n, int m, double[] hessian, double[] f, double[] rows, double[] lower, double[] upper,
            double[] softWeight, double[] x, double[] multipliers)
        {
            double worst = 0.0;
            for (int i = 0; i < n; i++)
            {
                double hx = Kernel.Dot(hessian, i * n, x, 0, n);
                double sum = hx + f[i];
                double size = 1.0 + Math.Abs(hx) + Math.Abs(f[i]);
                for (int j = 0; j < m; j++)
                {
                    double term = rows[(j * n) + i] * multipliers[j];
                    sum += term;
                    size += Math.Abs(term);
                }

                worst = Larger(worst, Math.Abs(sum) / size);
            }

            for (int i = 0; i < m; i++)
            {
                double value = 0.0;
                double size = 0.0;
                for (int j = 0; j < n; j++)
                {
                    double term = rows[(i * n) + j] * x[j];
                    value += term;
                    size += Math.Abs(term);
                }

                double weight = softWeight == null ? QpSolver.Unbounded : softWeight[i];
                worst = Larger(worst, OfRow(value, size, lower[i], upper[i], weight, multipliers[i]));
            }

            return worst;
        }

        internal static double OfRow(double value, double size, double lower, double upper, double weight, double lambda)
        {
            bool hasUpper = upper < QpSolver.Unbounded;
            bool hasLower = lower > -QpSolver.Unbounded;
            double above = hasUpper ? value - upper : -QpSolver.Unbounded;
            double below = hasLower ? lower - value : -QpSolver.Unbounded;
            double violation = above > 0.0 ? above : below > 0.0 ? below : 0.0;
            double bound = above > below ? upper : lower;
            double primalScale = 1.0 + size + (violation > 0.0 ? Math.Abs(bound) : 0.0);
            if (double.IsNaN(value) || double.IsNaN(lambda))
                return double.PositiveInfinity;

            double push = Math.Abs(lambda);
            double pushed = lambda > 0.0 ? upper : lower;
            bool pushesNothing = lambda > 0.0 ? !hasUpper : lambda < 0.0 && !hasLower;
            if (pushesNothing)
                return push;
            if (weight >= QpSolver.Unbounded)
            {
                double primal = violation / primalScale;
                double slack = lambda > 0.0 ? Math.Abs(above) : lambda < 0.0 ? Math.Abs(below) : 0.0;
                double complementary = push == 0.0 ? 0.0 : push * slack / (1.0 + (push * (Math.Abs(pushed) + size)));
                return Larger(primal, complementary);
            }

            // Soft: inside, lambda (bound - value) = 0; outside, (w - |lambda|) violation = 0 with lambda on the violated side.
            double excess = push > weight ? (push - weight) / (1.0 + weight) : 0.0;
            double gap = violation > 0.0
                ? violation * (weight - (above > 0.0 ? lambda : -lambda))
                : push == 0.0 ? 0.0 : push * Math.Abs(lambda > 0.0 ? above : below);
            double gapScale = 1.0 + ((violation > 0.0 ? weight : push) * (size + Math.Abs(violation > 0.0 ? bound : pushed)));
            return Larger(excess, Math.Abs(gap) / gapScale);
        }

        private static double Larger(double a, double b)
        {
            if (double.IsNaN(a) || double.IsNaN(b))
                return double.PositiveInfinity;
            return a > b ? a : b;
        }
    }
}
