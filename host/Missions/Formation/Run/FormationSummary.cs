namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>What a formation run came to. Costs and errors are means over the last <see cref="MeanOverPeriods"/> periods driven with each
/// version, so that the approach from the initial states is not counted.</summary>
public sealed record FormationSummary : DriveSummary
{
    public required int Rovers { get; init; }

    public required double PeriodS { get; init; }

    public required int RoundsPerPeriod { get; init; }

    public long RoundsTotal { get; init; }

    public long RoundsIncomplete { get; init; }

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
}
