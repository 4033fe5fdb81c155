using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Bench;

/// <summary>
/// A rover's wheels as the estimator sees them, one wheel period of 20 ms at a time: encoders that count whole edges, unequal wheels, a
/// share of the way lost that wanders, now and then a wheel that spins freely or slides; a gyro with bias, scale and noise. It drives about
/// a floor as people drive: along, around, to and fro, and stands at times.
/// </summary>
internal sealed class SlippingWheels
{
    public const double StepS = 0.02;

    /// <summary>Half the floor's edge within which it turns back.</summary>
    private const double FloorM = 1.5;
    private const double TrackM = 0.14;
    private const double TickM = 2 * Math.PI * 0.0335 / 360;
    private const double LagS = 0.09;

    private readonly Xoshiro256 random;
    private readonly double[] radius = new double[2];
    private readonly double[] speed = new double[2];
    private readonly double[] turned = new double[2];
    private readonly double[] slip = new double[2];
    private readonly long[] ticks = new long[2];
    private readonly double trackM;
    private readonly double gyroScale;
    private double biasRadS;
    private double wantedMS;
    private double wantedRadS;
    private double legS;
    private double burstS;
    private double burstShare;
    private int burstWheels;
    private double yawRateRadS;

    public SlippingWheels(ulong seed)
    {
        random = new Xoshiro256(seed);
        radius[0] = 1 + (0.005 * random.NextGaussian());
        radius[1] = 1 + (0.005 * random.NextGaussian());
        trackM = TrackM * (1 + (0.01 * random.NextGaussian()));
        gyroScale = 1 + (0.01 * random.NextGaussian());
        // Switched on at rest, as a rover is: a gyro shows its bias then.
        legS = 2;
        biasRadS = random.NextDouble() < 0.5 ? -0.05 : 0.05;
    }

    public double XM { get; private set; }

    public double YM { get; private set; }

    public double HeadingRad { get; private set; }

    /// <summary>Way of the last step by the encoders, metres.</summary>
    public double LeftM { get; private set; }

    public double RightM { get; private set; }

    /// <summary>The gyro's reading of the last step.</summary>
    public double GyroRadS { get; private set; }

    public void Step()
    {
        Decide();
        Slip();
        Span<double> ground = stackalloc double[2];
        for (var i = 0; i < 2; i++)
        {
            var wanted = wantedMS + ((i == 0 ? -0.5 : 0.5) * wantedRadS * TrackM);
            speed[i] += (wanted - speed[i]) * StepS / (LagS + StepS);
            if (wanted == 0 && Math.Abs(speed[i]) < 0.002)
                speed[i] = 0;
            turned[i] += speed[i] * StepS;
            var count = (long)Math.Floor(turned[i] / TickM);
            var way = (count - ticks[i]) * TickM;
            ticks[i] = count;
            (LeftM, RightM) = i == 0 ? (way, RightM) : (LeftM, way);
            ground[i] = speed[i] * radius[i] * (1 - slip[i]) * (burstS > 0 && (burstWheels & (1 << i)) != 0 ? 1 - burstShare : 1);
        }

        var forward = 0.5 * (ground[0] + ground[1]);
        yawRateRadS = (ground[1] - ground[0]) / trackM;
        var middle = HeadingRad + (0.5 * yawRateRadS * StepS);
        XM += forward * Math.Cos(middle) * StepS;
        YM += forward * Math.Sin(middle) * StepS;
        HeadingRad += yawRateRadS * StepS;
        biasRadS += 3e-5 * Math.Sqrt(StepS) * random.NextGaussian();
        GyroRadS = (gyroScale * yawRateRadS) + biasRadS + (0.005 * random.NextGaussian());
    }

    /// <summary>Put elsewhere, by hand.</summary>
    public void Carry(double xM, double yM, double headingRad) => (XM, YM, HeadingRad) = (xM, yM, headingRad);

    private void Decide()
    {
        legS -= StepS;
        if (legS <= 0)
        {
            legS = random.NextUniform(1, 4);
            var kind = random.NextDouble();
            wantedMS = kind < 0.15 ? 0 : kind < 0.25 ? -random.NextUniform(0.1, 0.25) : random.NextUniform(0.1, 0.4);
            wantedRadS = kind < 0.1 ? 0 : random.NextDouble() < 0.3 ? 0 : random.NextUniform(-1.2, 1.2);
        }

        if (Math.Abs(XM) > FloorM || Math.Abs(YM) > FloorM)
        {
            // Home, by what only the simulation knows.
            var off = Math.IEEERemainder(Math.Atan2(-YM, -XM) - HeadingRad, 2 * Math.PI);
            (wantedMS, wantedRadS) = (0.25, Math.Clamp(2 * off, -1.2, 1.2));
            legS = 0.5;
        }
    }

    private void Slip()
    {
        for (var i = 0; i < 2; i++)
            slip[i] += ((0.01 - slip[i]) * StepS / 0.5) + (0.02 * Math.Sqrt(2 * StepS / 0.5) * random.NextGaussian());
        burstS -= StepS;
        // Once in 20 s on average: half a second on something slippery.
        if (burstS <= 0 && random.NextDouble() < StepS / 20)
        {
            burstS = random.NextUniform(0.2, 0.8);
            burstShare = random.NextUniform(0.3, 0.9);
            burstWheels = 1 + random.NextInt32(3);
        }
    }
}
