namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>How a trained team is evaluated: deterministic actions, random starts.</summary>
public sealed record CoverageEvaluationOptions
{
    /// <summary>K agents and landmarks, 1 or more; need not be the trained number where the actor is shared.</summary>
    public int Agents { get; init; } = 3;

    /// <summary>1 or more.</summary>
    public int Episodes { get; init; } = 4096;

    /// <summary>Distance to which others are seen, m, above 0.</summary>
    public double RangeM { get; init; } = double.PositiveInfinity;

    /// <summary>Others that left the range are shown where they were last seen (paper S3, Fig. 3b).</summary>
    public bool Memory { get; init; } = true;

    /// <summary>An agent this near covers a landmark, m.</summary>
    public double CoverRadiusM { get; init; } = 0.1;

    /// <summary>Of the starts alone.</summary>
    public ulong Seed { get; init; } = 20_220_711;
}
