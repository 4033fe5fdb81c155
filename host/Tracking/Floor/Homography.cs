using MathNet.Numerics.LinearAlgebra;
using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Floor;

/// <summary>The map from the floor to a camera's rays that four points or more fix, and the camera that it is of.</summary>
internal static class Homography
{
    /// <returns>9 numbers row by row, the last 1; null: the points do not fix it (three in a line).</returns>
    public static double[]? Fit(IReadOnlyList<Point2> floor, IReadOnlyList<Point2> rays)
    {
        var system = Matrix<double>.Build.Dense(2 * floor.Count, 8);
        var right = Vector<double>.Build.Dense(2 * floor.Count);
        for (var i = 0; i < floor.Count; i++)
        {
            var ((x, y), (u, v)) = ((floor[i].X, floor[i].Y), (rays[i].X, rays[i].Y));
            system.SetRow(2 * i, [x, y, 1, 0, 0, 0, -x * u, -y * u]);
            system.SetRow((2 * i) + 1, [0, 0, 0, x, y, 1, -x * v, -y * v]);
            right[2 * i] = u;
            right[(2 * i) + 1] = v;
        }

        var decomposed = system.Svd();
        if (decomposed.Rank < 8 || decomposed.ConditionNumber > 1e7)
            return null;
        var solved = decomposed.Solve(right);
        return solved.All(double.IsFinite) ? [.. solved, 1] : null;
    }

    /// <summary>Sum of squares between where the map takes the floor's points and the rays.</summary>
    public static double Misfit(double[] map, IReadOnlyList<Point2> floor, IReadOnlyList<Point2> rays)
    {
        double sum = 0;
        for (var i = 0; i < floor.Count; i++)
        {
            var (x, y) = (floor[i].X, floor[i].Y);
            var depth = (map[6] * x) + (map[7] * y) + map[8];
            var off = new Point2(((map[0] * x) + (map[1] * y) + map[2]) / depth, ((map[3] * x) + (map[4] * y) + map[5]) / depth) - rays[i];
            sum += off.Length * off.Length;
        }

        return sum;
    }

    /// <summary>Turn (world to camera, 9 numbers) and shift (m); null: no camera sees a floor so.</summary>
    public static (double[] Turn, double[] Shift)? Camera(double[] map)
    {
        double[] first = [map[0], map[3], map[6]], second = [map[1], map[4], map[7]], third = [map[2], map[5], map[8]];
        var scale = 2 / (Length(first) + Length(second));
        if (!double.IsFinite(scale))
            return null;
        // The floor is before the camera: the middle of what was fitted may be anywhere, but not the sign of all.
        if (third[2] < 0)
            scale = -scale;
        double[] x = [.. first.Select(value => value * scale)], y = [.. second.Select(value => value * scale)],
            shift = [.. third.Select(value => value * scale)];
        var columns = Matrix<double>.Build.DenseOfColumns([x, y, Crossed(x, y)]);
        var decomposed = columns.Svd();
        var turn = decomposed.U * decomposed.VT;
        return turn.Determinant() > 0.5 ? ([.. turn.ToRowMajorArray()], shift) : null;
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));

    private static double[] Crossed(double[] a, double[] b) =>
        [(a[1] * b[2]) - (a[2] * b[1]), (a[2] * b[0]) - (a[0] * b[2]), (a[0] * b[1]) - (a[1] * b[0])];
}
