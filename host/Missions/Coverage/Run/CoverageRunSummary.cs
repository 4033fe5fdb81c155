namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>What a coverage run came to.</summary>
public sealed record CoverageRunSummary : DriveSummary
{
    /// <summary>Sum of rewards over the first episode's length: what evaluation measures, from random positions at rest.</summary>
    public required double ReturnFirst { get; init; }

    /// <summary>Mean over consecutive spans of an episode's length; the last incomplete one is left out.</summary>
    public required double ReturnMean { get; init; }

    /// <summary>Mean distance of a landmark to its nearest rover over the last episode's length, m.</summary>
    public required double LandmarkDistanceMeanM { get; init; }

    /// <summary>Share of landmarks with a rover on them, over the last episode's length.</summary>
    public required double CoveredShare { get; init; }

    /// <summary>Pairs that began to overlap or went on doing so, summed over periods.</summary>
    public required int Collisions { get; init; }

    /// <summary>Pairs of rovers on wheels that began to touch: discs around their axles.</summary>
    public int Contacts { get; init; }

    /// <summary>Periods in which a rover drove otherwise than its actor wanted, to keep clear of others; over all rovers.</summary>
    public long Interventions { get; init; }

    public int Joins { get; init; }

    public int Leaves { get; init; }

    public int Silences { get; init; }

    /// <summary>Times a rover stopped itself and was brought back.</summary>
    public int Returns { get; init; }

    public int AgentsEnd { get; init; }

    public uint[] Versions { get; init; } = [];

    /// <summary>Periods in which a rover acted without the present position of one that it expected.</summary>
    public long NeighboursMissed { get; init; }
}
