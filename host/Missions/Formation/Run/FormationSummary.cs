using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>What a formation run came to. Costs and errors are means over the last <see cref="MeanOverPeriods"/> periods driven with each
/// version, so that the approach from the initial states is not counted.</summary>
public sealed record FormationSummary
{
    public required int Rovers { get; init; }

    /// <summary>mqtt or in-process.</summary>
    public required string Transport { get; init; }

    /// <summary>host:port, or null in process.</summary>
    public required string? Broker { get; init; }

    public required string Client { get; init; }

    public required int Periods { get; init; }

    /// <summary>Who drove as it was asked to.</summary>
    public required Turnout Turnout { get; init; }

    public required double PeriodS { get; init; }

    public required int RoundsPerPeriod { get; init; }

    public long RoundsTotal { get; init; }

    public long RoundsIncomplete { get; init; }

    public required long DeadlineMisses { get; init; }

    public long MessagesTotal { get; init; }

    public required int MeanOverPeriods { get; init; }

    public required double StageCostMeanV1 { get; init; }

    /// <summary>NaN where no second version was pushed.</summary>
    public required double StageCostMeanV2 { get; init; }

    public required double[] CouplingErrorAbsMeanMV1 { get; init; }

    public required double[] CouplingErrorAbsMeanMV2 { get; init; }

    /// <summary>Version that every rover drives with at the end.</summary>
    public required uint ParameterVersion { get; init; }

    /// <summary>Latest minus earliest tick at which rovers switched to the last version.</summary>
    public required int ActivationTickSpread { get; init; }

    /// <summary>Names that two rovers used at once; empty in simulation.</summary>
    public IReadOnlyList<string> Doubles { get; init; } = [];
}
