using MultiAgentEdge.Estimation;

namespace MultiAgentEdge.Host.Bench;

/// <summary>Sums of squared errors.</summary>
internal sealed class PoseTally
{
    private readonly double[] covariance = new double[6];
    private long steps;
    private long placed;
    private long lost;
    private double position;
    private double max;
    private double heading;
    private double nees;
    private double counted;
    private double countedHeading;
    private double sigma;
    private long taken;
    private long refused;
    private int anew;
    private double latency;
    private int runs;
    private double recovery = double.NaN;

    public double PositionRmsM => placed == 0 ? double.NaN : Math.Sqrt(position / placed);

    public void Observe(PoseFilter filter, CountedPose counting, SlippingWheels truth)
    {
        steps++;
        counted += Square(counting.XM - truth.XM) + Square(counting.YM - truth.YM);
        countedHeading += Square(Math.IEEERemainder(counting.HeadingRad - truth.HeadingRad, 2 * Math.PI));
        if (!filter.IsPlaced)
            return;
        placed++;
        lost += filter.IsLost ? 1 : 0;
        var ex = filter.XM - truth.XM;
        var ey = filter.YM - truth.YM;
        var eh = Math.IEEERemainder(filter.HeadingRad - truth.HeadingRad, 2 * Math.PI);
        var squared = Square(ex) + Square(ey);
        position += squared;
        max = Math.Max(max, squared);
        heading += Square(eh);
        sigma += filter.SigmaM;
        filter.CopyCovariance(covariance);
        nees += Nees(covariance, ex, ey, eh);
    }

    public void Recovered(double seconds) => recovery = double.IsNaN(recovery) ? seconds : Math.Max(recovery, seconds);

    public void Finish(PoseFilter filter)
    {
        runs++;
        taken += filter.Taken;
        refused += filter.Refused;
        anew += filter.StartedAnew;
        latency += filter.LatencyS;
    }

    public void Add(PoseTally other)
    {
        steps += other.steps;
        placed += other.placed;
        lost += other.lost;
        position += other.position;
        max = Math.Max(max, other.max);
        heading += other.heading;
        nees += other.nees;
        counted += other.counted;
        countedHeading += other.countedHeading;
        sigma += other.sigma;
        taken += other.taken;
        refused += other.refused;
        anew += other.anew;
        latency += other.latency;
        runs += other.runs;
        if (!double.IsNaN(other.recovery))
            Recovered(other.recovery);
    }

    public PoseBenchResult Result(IReadOnlyList<double> runRms)
    {
        double Mean(double sum, long of) => of == 0 ? double.NaN : sum / of;
        return new(
            steps, PositionRmsM, Math.Sqrt(max), Math.Sqrt(Mean(heading, placed)),
            Mean(nees, placed), Math.Sqrt(Mean(counted, steps)), Math.Sqrt(Mean(countedHeading, steps)),
            Mean(sigma, placed), taken, refused, anew, Mean(lost, steps), Mean(placed, steps), Mean(latency, runs), recovery, runRms);
    }

    private static double Square(double value) => value * value;

    /// <summary>e' P^-1 e by Cramer's rule on the upper triangle.</summary>
    private static double Nees(double[] p, double x, double y, double h)
    {
        var (a, b, c, d, e, f) = (p[0], p[1], p[2], p[3], p[4], p[5]);
        var (ca, cb, cc) = ((d * f) - (e * e), (c * e) - (b * f), (b * e) - (c * d));
        var det = (a * ca) + (b * cb) + (c * cc);
        var (cd, ce, cf) = ((a * f) - (c * c), (b * c) - (a * e), (a * d) - (b * b));
        return ((ca * x * x) + (cd * y * y) + (cf * h * h) + (2 * cb * x * y) + (2 * cc * x * h) + (2 * ce * y * h)) / det;
    }
}
