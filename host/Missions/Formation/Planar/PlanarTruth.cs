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

    /// <summary>sim: a camera that is late, noisy and loses markers; none: wheels and gyroscope alone.</summary>
    public string Track { get; init; } = "sim";

    /// <summary>One rover's, by chance.</summary>
    public DifferentialDriveOptions Draw(Xoshiro256 random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double Off(double most) => 1 + random.NextUniform(-most, most);
        return new DifferentialDriveOptions
        {
            SlipMean = Slip,
            SlipSigma = Slip / 2,
            LeftMotorFactor = Off(GainError),
            RightMotorFactor = Off(GainError),
            LeftRadiusFactor = Off(RadiusError),
            RightRadiusFactor = Off(RadiusError),
        };
    }
}
