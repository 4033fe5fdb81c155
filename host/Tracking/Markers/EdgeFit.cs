using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Markers;

/// <summary>
/// A marker's corners to a fraction of a pixel: a line through the steepest places along each whole edge, weighted by the square of the
/// step there (as AprilTag 3 refines its quads), and the corners where the lines cross. All of an edge's pixels count, so noise averages
/// out.
/// </summary>
internal static class EdgeFit
{
    private const int Rounds = 2;

    // Near a corner the other edge's blur pulls.
    private const double LeftOut = 0.12;

    /// <param name="corners">In any order around the marker, each within a pixel or two.</param>
    /// <param name="cellPx">Side of a cell, px: so far the border is black inside, and white outside.</param>
    /// <returns>Refined corners; the given ones where the image does not bear them out.</returns>
    public static Point2[] Refine(GreyImage image, IReadOnlyList<Point2> corners, double cellPx)
    {
        Point2[] refined = [.. corners];
        var reach = Math.Clamp(0.7 * cellPx, 1.5, 4);
        for (var round = 0; round < Rounds; round++)
        {
            var lines = new (Point2 On, Point2 Along)?[4];
            for (var side = 0; side < 4; side++)
                lines[side] = Line(image, refined[side], refined[(side + 1) % 4], Point2.Mean(refined), reach);
            for (var corner = 0; corner < 4; corner++)
            {
                if (lines[(corner + 3) % 4] is { } before && lines[corner] is { } after && Cross(before, after) is { } crossing
                    && (crossing - corners[corner]).Length < reach + 1.5)
                    refined[corner] = crossing;
            }
        }

        return refined;
    }

    private static (Point2 On, Point2 Along)? Line(GreyImage image, Point2 from, Point2 to, Point2 middle, double reach)
    {
        var edge = to - from;
        var length = edge.Length;
        if (length < 4)
            return null;
        var along = edge * (1 / length);
        // Outwards.
        var normal = new Point2(along.Y, -along.X);
        var outwards = ((from - middle).X * normal.X) + ((from - middle).Y * normal.Y);
        if (outwards < 0)
            normal *= -1;
        double weights = 0, t = 0, n = 0, tt = 0, tn = 0;
        var samples = Math.Max(8, (int)length);
        for (var i = 0; i < samples; i++)
        {
            var s = length * (LeftOut + ((1 - (2 * LeftOut)) * (i + 0.5) / samples));
            var place = from + (along * s);
            if (Step(image, place, normal, reach) is not { } step)
                continue;
            weights += step.Weight;
            t += step.Weight * s;
            n += step.Weight * step.At;
            tt += step.Weight * s * s;
            tn += step.Weight * s * step.At;
        }

        if (weights < 1)
            return null;
        var (meanT, meanN) = (t / weights, n / weights);
        var spread = (tt / weights) - (meanT * meanT);
        if (spread < 1e-6)
            return null;
        var slope = ((tn / weights) - (meanT * meanN)) / spread;
        return (from + (along * meanT) + (normal * meanN), along + (normal * slope));
    }

    // Where along the normal it turns from black to white.
    private static (double At, double Weight)? Step(GreyImage image, Point2 place, Point2 normal, double reach)
    {
        double sum = 0, weight = 0;
        for (var r = -reach; r <= reach; r += 0.25)
        {
            var (outer, inner) = (place + (normal * (r + 1)), place + (normal * (r - 1)));
            var step = image.At(outer.X, outer.Y) - image.At(inner.X, inner.Y);
            // NaN at the image's border is no step either.
            if (!(step > 0))
                continue;
            sum += step * step * r;
            weight += step * step;
        }

        // Less than noise makes.
        return weight < 400 ? null : (sum / weight, weight);
    }

    private static Point2? Cross((Point2 On, Point2 Along) a, (Point2 On, Point2 Along) b)
    {
        var determinant = (a.Along.X * b.Along.Y) - (a.Along.Y * b.Along.X);
        if (Math.Abs(determinant) < 0.1)
            return null;
        var between = b.On - a.On;
        return a.On + (a.Along * (((between.X * b.Along.Y) - (between.Y * b.Along.X)) / determinant));
    }
}
