using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Looks at parameter sets and brings them to rovers.</summary>
public sealed class ParamVerb(MissionList missions) : Verb
{
    public override string Name => "param";

    public override string Summary => "See, turn, compare and load parameters of a fleet.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae param list", "what can be turned"),
        ("mae param set stage_input_weight 5 --fleet lab.yaml", "turn it, while the fleet drives"),
        ("mae param dump rover-1.maep", "every entry of a set"),
        ("mae param diff a.maep b.maep", "what differs between two sets"),
    ];

    public override IReadOnlyList<Verb> Children { get; } = [new ParamGetVerb(), new ParamDiffVerb(missions), new ParamDumpVerb(missions),
        new ParamLoadVerb(), new ParamListVerb(missions), new ParamSetVerb(missions), new ParamUndoVerb(missions), new ParamHistoryVerb()];
}
