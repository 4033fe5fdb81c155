using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What a trained policy is worth.</summary>
public sealed class EvaluateVerb(MissionList missions) : Verb
{
    public override string Name => "evaluate";

    public override string Summary => "Measure a trained policy in simulation.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae evaluate coverage --policy runs/20260401T120000Z-train-coverage-1 --agents 7", "three agents trained, seven driven")];

    public override IReadOnlyList<Verb> Children { get; } = [.. missions.All.Select(mission => mission.Evaluate).OfType<Verb>()];
}
