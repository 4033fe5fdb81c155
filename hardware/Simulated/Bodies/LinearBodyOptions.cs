namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>A linear plant x+ = A x + B u + b + e (paper S1, equation (30)). Matrices are flat and row-major.</summary>
public sealed record LinearBodyOptions
{
    /// <summary>nx x nx.</summary>
    public required double[] A { get; init; }

    /// <summary>nx x nu.</summary>
    public required double[] B { get; init; }

    /// <summary>nx; none means zero.</summary>
    public double[]? Offset { get; init; }

    /// <summary>nx; where a run starts.</summary>
    public required double[] InitialState { get; init; }

    /// <summary>Lower end of the uniform disturbance e, nx; none means zero.</summary>
    public double[]? DisturbanceLower { get; init; }

    /// <summary>Upper end of the uniform disturbance e, nx; none means zero.</summary>
    public double[]? DisturbanceUpper { get; init; }

    /// <summary>States that a brake sets to zero: the speeds. For the plants of S1 this is state 1.</summary>
    public int[] SpeedStates { get; init; } = [];

    /// <summary>Sampling period, microseconds; S1 has 0.25 s.</summary>
    public long PeriodUs { get; init; } = 250_000;

    /// <summary>The brake engages where no input came for so many periods, as on wheels: it protects itself from its owner's death. 0: it
    /// does not.</summary>
    public int InputTimeoutPeriods { get; init; }

    /// <summary>Seed of the disturbance.</summary>
    public ulong Seed { get; init; } = 1;
}
