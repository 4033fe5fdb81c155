using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>How simulated rovers differ from what their controllers believe.</summary>
public sealed record PlanarTruth
{
    /// <summary>Mean share of a wheel's way that is lost to the ground.</summary>
    public double Slip { get; init; } = 0.05;

    /// <summary>A motor is so much stronger or weaker than it says, at most.</summary>
    public double GainError { get; init; } = 0.2;

    /// <summary>Wheel radii are so far off, at most.</summary>
    public double RadiusError { get; init; } = 0.005;

    /// <summary>sim: a camera that is late and noisy; none: wheels and gyroscope alone.</summary>
    public string Track { get; init; } = "sim";

    public bool IsTracked => Track == "sim";

    /// <summary>The camera: ten times a second, 60 ms late, 5 mm and a degree off.</summary>
    public TrackerOptions Tracker { get; init; } = new() { LatencyS = 0.06 };

    /// <summary>Seconds of the drive in which it sees nobody.</summary>
    public (double FromS, double ToS) Blind { get; init; }

    /// <summary>One rover's, by chance.</summary>
    public DifferentialDriveOptions Draw(Xoshiro256 random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double Off(double most) => 1 + random.NextUniform(-most, most);
        return new DifferentialDriveOptions
        {
            Seed = random.NextUInt64(),
            GyroscopeBiasRadS = random.NextUniform(-0.03, 0.03),
            SlipMean = Slip,
            SlipSigma = Slip / 2,
            LeftMotorFactor = Off(GainError),
            RightMotorFactor = Off(GainError),
            LeftRadiusFactor = Off(RadiusError),
            RightRadiusFactor = Off(RadiusError),
        };
    }
}
