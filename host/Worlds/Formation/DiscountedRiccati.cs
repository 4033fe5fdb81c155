using MathNet.Numerics.LinearAlgebra;

namespace MultiAgentEdge.Host.Worlds;

/// <summary>
/// Terminal weight of a discounted linear-quadratic problem: P = Q + gamma A'PA - gamma^2 A'PB (R + gamma B'PB)^-1 B'PA, found by value
/// iteration from P = Q, which converges where sqrt(gamma) A can be stabilised.
/// </summary>
public static class DiscountedRiccati
{
    private const int IterationLimit = 10_000;
    private const double Tolerance = 1e-13;

    /// <param name="a">nx x nx, row-major.</param>
    /// <param name="b">nx x nu.</param>
    /// <param name="q">nx x nx, positive semidefinite.</param>
    /// <param name="r">nu x nu, positive definite.</param>
    /// <param name="discount">gamma, in (0, 1].</param>
    /// <returns>P, nx x nx, row-major, symmetric.</returns>
    /// <exception cref="ArgumentException">The iteration does not converge: the model cannot be stabilised under this discount.</exception>
    public static double[] Solve(double[] a, double[] b, double[] q, double[] r, double discount)
    {
        ArgumentNullException.ThrowIfNull(q);
        ArgumentNullException.ThrowIfNull(r);
        var states = (int)Math.Round(Math.Sqrt(q.Length));
        var inputs = (int)Math.Round(Math.Sqrt(r.Length));
        var build = Matrix<double>.Build;
        var am = Math.Sqrt(discount) * build.DenseOfRowMajor(states, states, a);
        var bm = Math.Sqrt(discount) * build.DenseOfRowMajor(states, inputs, b);
        var qm = build.DenseOfRowMajor(states, states, q);
        var rm = build.DenseOfRowMajor(inputs, inputs, r);
        var p = qm;
        for (var iteration = 0; iteration < IterationLimit; iteration++)
        {
            var pb = p * bm;
            var gain = (rm + bm.TransposeThisAndMultiply(pb)).Solve(pb.TransposeThisAndMultiply(am));
            var next = qm + am.TransposeThisAndMultiply(p * am) - am.TransposeThisAndMultiply(pb * gain);
            next = 0.5 * (next + next.Transpose());
            var change = (next - p).InfinityNorm();
            p = next;
            if (!double.IsFinite(change))
                break;
            if (change <= Tolerance * (1.0 + p.InfinityNorm()))
                return p.ToRowMajorArray();
        }

        throw new ArgumentException("The discounted Riccati iteration does not converge: the model cannot be stabilised.");
    }
}
