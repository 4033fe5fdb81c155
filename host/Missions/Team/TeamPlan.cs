using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>One run of a mission: what is driven, and how its records are read.</summary>
public sealed record TeamPlan
{
    public required TeamRunOptions Options { get; init; }

    /// <summary>The mission's own options, for run.json; snake_case, the unit in the key.</summary>
    public JsonObject OptionsJson { get; init; } = [];

    /// <summary>The mission's figures of the records so far, for <c>--json</c>; snake_case, the unit in the key. Also asked of a run that
    /// drove nothing.</summary>
    public required Func<IReadOnlyList<TeamRecord>, JsonObject> Figures { get; init; }

    /// <summary>What came out, in one sentence.</summary>
    public required Func<IReadOnlyList<TeamRecord>, string> Headline { get; init; }

    /// <summary>The mission's own part of the page, above the signals that every page shows.</summary>
    public Func<IReadOnlyList<TeamRecord>, IReadOnlyList<ReportSection>> Sections { get; init; } = _ => [];

    /// <summary>A line of progress; null: the number of rovers that drive.</summary>
    public Func<TeamRecord, string>? Progress { get; init; }
}
