namespace MultiAgentEdge.Host.Worlds;

/// <summary>Means over the counted periods of a closed-loop run.</summary>
/// <param name="StageCost">Global stage cost (32) of paper S1.</param>
/// <param name="CouplingErrorAbsM">Mean |C x - c|, one a row.</param>
/// <param name="ViolationShare">Share of periods with the first agent's first state below its bound.</param>
/// <param name="Rounds">Negotiation rounds a period.</param>
public sealed record FormationResult(double StageCost, double[] CouplingErrorAbsM, double ViolationShare, double Rounds)
{
    /// <summary>A distance that is short by more than this counts as violated: what the slack gives way by is none.</summary>
    public const double ShortfallToleranceM = 0.01;

    /// <summary>Whether the scenario has inequality rows: only then the two figures below say something.</summary>
    public bool HasInequalities { get; init; }

    /// <summary>Mean amount by which an inequality row is violated, one a row; 0 for equality rows.</summary>
    public double[] ShortfallMeanM { get; init; } = [];

    /// <summary>Share of periods with an inequality row violated by more than <see cref="ShortfallToleranceM"/>.</summary>
    public double ShortfallShare { get; init; }
}
