using MathNet.Numerics.LinearAlgebra;

namespace MultiAgentEdge.Host.Boards;

/// <summary>A figure and its standard deviation.</summary>
public readonly record struct Measured(double Value, double Sigma);

/// <summary>
/// Wheel radius, track width and scale of the gyroscope from legs that a tracker has seen, by linear least squares. With phi the angle that
/// a wheel counted and dtheta the turn that was seen:
/// <list type="bullet">
/// <item>straight legs: chord = r (phi_l + phi_r) / 2 sinc(dtheta / 2);</item>
/// <item>every leg: dtheta = a (phi_r - phi_l) + c (phi_r + phi_l), a being r over the track width and c what unequal wheels turn;</item>
/// <item>every leg: dtheta = k G - k b T, where G is the gyroscope's sum over T seconds, k its scale and b its bias.</item>
/// </list>
/// Standard deviations are those of the residuals: slip and noise of the tracker are in them; what is the same in every leg (the mean slip)
/// is in the radius, as for a rover that counts its way.
/// </summary>
/// <param name="WheelRadiusM">Metres.</param>
/// <param name="TrackWidthM">Metres.</param>
/// <param name="GyroScale">True rate over the gyroscope's; null: there is none.</param>
public sealed record TrackedCalibration(Measured WheelRadiusM, Measured TrackWidthM, Measured? GyroScale)
{
    /// <summary>Of a figure; what is less certain is not worth writing.</summary>
    public const double LargestShare = 0.02;

    private const int LeastLegs = 6;

    /// <param name="legs">Straight ones and turns, at least six of each.</param>
    /// <param name="ticksPerRevolution">Edges in a turn of the wheel.</param>
    /// <param name="presentRatio">Wheel radius over track width as the rover has it: how many whole turns a leg has.</param>
    /// <exception cref="BoardException">Too few legs, or figures that are too uncertain.</exception>
    public static TrackedCalibration Of(IReadOnlyList<DrivenLeg> legs, int ticksPerRevolution, double presentRatio)
    {
        ArgumentNullException.ThrowIfNull(legs);
        var straight = legs.Where(leg => leg.IsStraight).ToList();
        if (straight.Count < LeastLegs || legs.Count - straight.Count < LeastLegs)
        {
            throw new BoardException(
                BoardFault.Implausible, $"{straight.Count} straight legs of {legs.Count}: {LeastLegs} of each are needed.");
        }

        var perTick = 2 * Math.PI / ticksPerRevolution;
        double Sum(DrivenLeg leg) => perTick * (leg.LeftTicks + leg.RightTicks);
        double Difference(DrivenLeg leg) => perTick * (leg.RightTicks - leg.LeftTicks);
        double Turn(DrivenLeg leg)
        {
            var seen = leg.To.HeadingRad - leg.From.HeadingRad;
            var counted = presentRatio * Difference(leg);
            return counted + Math.IEEERemainder(seen - counted, 2 * Math.PI);
        }

        var radius = Fit(
            straight, leg => [0.5 * Math.Abs(Sum(leg)) * Sinc(0.5 * Turn(leg))],
            leg => Math.Sqrt(Square(leg.To.XM - leg.From.XM) + Square(leg.To.YM - leg.From.YM)))[0];
        var ratio = Fit(legs, leg => [Difference(leg), Sum(leg)], Turn)[0];
        Measured? scale = legs.All(leg => leg.GyroRad is not null) ? Fit(legs, leg => [leg.GyroRad!.Value, -leg.GyroS], Turn)[0] : null;
        var width = radius.Value / ratio.Value;
        var share = Math.Sqrt(Square(radius.Sigma / radius.Value) + Square(ratio.Sigma / ratio.Value));
        Require("wheel radius", radius.Sigma / radius.Value);
        Require("track width", share);
        if (scale is { } measured)
            Require("scale of the gyroscope", measured.Sigma / measured.Value);
        return new(radius, new(width, Math.Abs(width) * share), scale);
    }

    private static void Require(string figure, double share)
    {
        if (!(Math.Abs(share) <= LargestShare))
        {
            throw new BoardException(
                BoardFault.Tracker,
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"The {figure} comes out with a standard deviation of {100 * Math.Abs(share):0.0} %; "
                    + $"{100 * LargestShare:0} % is the most."));
        }
    }

    private static Measured[] Fit(IReadOnlyList<DrivenLeg> legs, Func<DrivenLeg, double[]> row, Func<DrivenLeg, double> value)
    {
        var left = Matrix<double>.Build.DenseOfRowArrays(legs.Select(row));
        var right = Vector<double>.Build.DenseOfEnumerable(legs.Select(value));
        var normal = left.TransposeThisAndMultiply(left);
        var solution = left.QR().Solve(right);
        var residuals = right - (left * solution);
        var variance = residuals.DotProduct(residuals) / (legs.Count - left.ColumnCount);
        var covariance = normal.Inverse() * variance;
        return [.. solution.Select((one, i) => new Measured(one, Math.Sqrt(covariance[i, i])))];
    }

    private static double Sinc(double angle) => Math.Abs(angle) < 1e-6 ? 1 : Math.Sin(angle) / angle;

    private static double Square(double value) => value * value;
}
