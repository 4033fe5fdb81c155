using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Missions.</summary>
public sealed class RunVerb(MissionList missions) : Verb
{
    public override string Name => "run";

    public override string Summary => "Run a mission.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae run formation", "drive the fleet in formation"),
        ("mae run coverage --agents 7", "drive a team with a trained actor"),
        ("mae run delivery", "rovers that visit more nodes each day"),
    ];

    public override IReadOnlyList<Verb> Children { get; } = [.. missions.All.Select(mission => mission.Run).OfType<Verb>()];
}
