using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Formation.Learning;

/// <summary>Options of <see cref="LiveLearner"/>; the defaults are those of the formation example.</summary>
public sealed record LiveLearnerOptions : FormationLearnerOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Periods over which exploration falls from its first to its last value.</summary>
    public int Samples { get; init; } = 30_000;

    /// <summary>Standard deviation of the probe on every input in the first period.</summary>
    public double ExplorationFirst { get; init; } = 0.1;

    /// <summary>And in the last.</summary>
    public double ExplorationLast { get; init; } = 0.02;

    /// <summary>Periods between two pushes, at least 150: a push must be measured before the next.</summary>
    public int PushEvery { get; init; } = 250;

    /// <summary>Periods after a change or a gap that are not measured.</summary>
    public int SettlePeriods { get; init; } = 20;

    /// <summary>Standard errors by which a push must cost more before it is rolled back, above 0.</summary>
    public double RollbackStandardErrors { get; init; } = 3.0;

    /// <summary>And the share of the best cost that it must cost more: learning wanders, and going back costs what was learned
    /// since.</summary>
    public double RollbackTolerance { get; init; } = 0.25;

    /// <summary>25 periods that cost more than this many times the best are enough to roll back, above 1.</summary>
    public double DivergenceFactor { get; init; } = 5.0;
}
