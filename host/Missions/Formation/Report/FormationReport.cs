using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Formation.Report;

/// <summary>What the HTML report of a formation run shows.</summary>
public sealed record FormationReport
{
    public required string Title { get; init; }

    /// <summary>One sentence: what came out.</summary>
    public required string Headline { get; init; }

    /// <summary>Label and value, in the order shown: transport, seed, versions.</summary>
    public required IReadOnlyList<(string Label, string Value)> Facts { get; init; }

    /// <summary>Compared figures: what, before, after.</summary>
    public IReadOnlyList<(string Label, double Before, double After)> Comparison { get; init; } = [];

    /// <summary>A name for each coupling row, such as "rover-1 – rover-2".</summary>
    public required IReadOnlyList<string> CouplingNames { get; init; }

    /// <summary>Rover indices (from, to) of each coupling row.</summary>
    public required IReadOnlyList<(int From, int To)> CouplingPairs { get; init; }

    /// <summary>Wanted distance of each coupling row, signed.</summary>
    public required IReadOnlyList<double> CouplingTargetM { get; init; }

    /// <summary>Allowed position of each rover.</summary>
    public required IReadOnlyList<(double MinM, double MaxM)> PositionLimitM { get; init; }

    /// <summary>What the states and inputs of each rover are.</summary>
    public required IReadOnlyList<RoverSignals> Signals { get; init; }

    public required IReadOnlyList<PeriodRecord> Periods { get; init; }
}
