using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Learning.</summary>
public sealed class TrainVerb(MissionList missions) : Verb
{
    public override string Name => "train";

    public override string Summary => "Learn parameters in simulation.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae train formation", "cooperative Q-learning on the formation example"),
        ("mae train coverage", "a team that any number of agents can join"),
        ("mae train delivery", "a fleet that gets more done each day"),
    ];

    public override IReadOnlyList<Verb> Children { get; } = [.. missions.All.Select(mission => mission.Train).OfType<Verb>()];
}
