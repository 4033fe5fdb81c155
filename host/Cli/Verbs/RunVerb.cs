using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Coverage.Run;
using MultiAgentEdge.Host.Missions.Delivery.Run;
using MultiAgentEdge.Host.Missions.Formation.Run;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Missions.</summary>
public sealed class RunVerb : Verb
{
    public override string Name => "run";

    public override string Summary => "Run a mission.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae run formation", "drive the fleet in formation"),
        ("mae run coverage --agents 7", "drive a team with a trained actor"),
        ("mae run delivery", "rovers that visit more nodes each day"),
    ];

    public override IReadOnlyList<Verb> Children { get; } = [new RunFormationVerb(), new RunCoverageVerb(), new RunDeliveryVerb()];
}
