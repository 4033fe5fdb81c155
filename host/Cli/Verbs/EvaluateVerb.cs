using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Coverage.Training;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What a trained policy is worth.</summary>
public sealed class EvaluateVerb : Verb
{
    public override string Name => "evaluate";

    public override string Summary => "Measure a trained policy in simulation.";

    public override IReadOnlyList<(string Line, string What)> Examples => [("mae evaluate coverage --policy runs/20260401T120000Z-train-coverage-1 --agents 7", "three agents trained, seven driven")];

    public override IReadOnlyList<Verb> Children { get; } = [new EvaluateCoverageVerb()];
}
