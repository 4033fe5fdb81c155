namespace MultiAgentEdge.Host.Worlds;

/// <summary>One agent of a formation: what it is (the plant), what its controller believes (the model) and what it is asked for.</summary>
public sealed record FormationAgent
{
    public required string Name { get; init; }

    /// <summary>True A, nx x nx.</summary>
    public required double[] PlantA { get; init; }

    /// <summary>True B, nx x nu.</summary>
    public required double[] PlantB { get; init; }

    /// <summary>The disturbance e is uniform between these, nx; equal: a constant.</summary>
    public required double[] DisturbanceLower { get; init; }

    public required double[] DisturbanceUpper { get; init; }

    /// <summary>Imperfect A, nx x nx.</summary>
    public required double[] ModelA { get; init; }

    /// <summary>Imperfect B, nx x nu.</summary>
    public required double[] ModelB { get; init; }

    /// <summary>Imperfect b, nx; null: zero.</summary>
    public double[]? ModelOffset { get; init; }

    /// <summary>Q of (x-r)'Q(x-r), nx x nx.</summary>
    public required double[] StateWeight { get; init; }

    /// <summary>R of u'Ru, nu x nu.</summary>
    public required double[] InputWeight { get; init; }

    /// <summary>r, nx.</summary>
    public required double[] Reference { get; init; }

    public required double[] InputLower { get; init; }

    public required double[] InputUpper { get; init; }

    /// <summary>nx, -1e30 is none.</summary>
    public required double[] StateLower { get; init; }

    /// <summary>nx, 1e30 is none.</summary>
    public required double[] StateUpper { get; init; }

    /// <summary>p of (32), cost of a violated state bound, nx; below 1e30.</summary>
    public required double[] BoundPenalty { get; init; }

    /// <summary>E of o = E x, no x nx.</summary>
    public required double[] OutputMatrix { get; init; }

    /// <summary>Where new runs begin, uniform between these, nx.</summary>
    public required double[] InitialLower { get; init; }

    public required double[] InitialUpper { get; init; }

    /// <summary>P, nx x nx; null: the discounted Riccati solution on the model.</summary>
    public double[]? TerminalWeight { get; init; }

    /// <summary>Inputs that a plan has, but that the plant takes from a neighbour's state.</summary>
    public IReadOnlyList<MeasuredInput> MeasuredInputs { get; init; } = [];

    public int StateCount => Reference.Length;

    public int InputCount => InputLower.Length;

    public int OutputCount => OutputMatrix.Length / StateCount;
}
