namespace MultiAgentEdge.Host.Boards;

/// <summary>Where a rover at rest stands, of some poses of it: medians, because a tracker is wrong now and then.</summary>
/// <param name="XM">World frame, metres.</param>
/// <param name="YM">World frame, metres.</param>
/// <param name="HeadingRad">Counter-clockwise.</param>
public readonly record struct RestPose(double XM, double YM, double HeadingRad)
{
    /// <summary>Fewer are no median to go by.</summary>
    public const int LeastPoses = 4;

    private const double LargestSpreadM = 0.02;
    private const double LargestSpreadRad = 0.06;

    // Of a normal distribution, the standard deviation over the median deviation.
    private const double SigmaOfMad = 1.4826;

    /// <exception cref="BoardException">The tracker is no good: too few poses, or too far apart.</exception>
    public static RestPose Of(IReadOnlyList<SeenPose> seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        List<SeenPose> poses = [.. seen.Where(pose => double.IsFinite(pose.HeadingRad))];
        if (poses.Count < LeastPoses)
        {
            throw new BoardException(
                BoardFault.Tracker, $"The tracker saw the rover, with a heading, {poses.Count} times in a rest; {LeastPoses} are needed.");
        }

        // Around one of them, so that a half turn does not tear them apart.
        var about = poses[0].HeadingRad;
        var (x, spreadX) = Middle(poses.Select(pose => pose.XM));
        var (y, spreadY) = Middle(poses.Select(pose => pose.YM));
        var (heading, spreadHeading) = Middle(poses.Select(pose => Math.IEEERemainder(pose.HeadingRad - about, 2 * Math.PI)));
        var spread = Math.Max(spreadX, spreadY);
        return spread <= LargestSpreadM && spreadHeading <= LargestSpreadRad
            ? new(x, y, about + heading)
            : throw new BoardException(
                BoardFault.Tracker,
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"The tracker's poses of a rover at rest scatter by {1000 * spread:0} mm and "
                    + $"{spreadHeading * 180 / Math.PI:0.#} degrees; "
                    + $"{1000 * LargestSpreadM:0} mm and {LargestSpreadRad * 180 / Math.PI:0.#} degrees are the most."));
    }

    private static (double Middle, double Sigma) Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var middle = Median(sorted);
        return (middle, SigmaOfMad * Median([.. sorted.Select(value => Math.Abs(value - middle)).Order()]));
    }

    private static double Median(double[] sorted) => 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
}
