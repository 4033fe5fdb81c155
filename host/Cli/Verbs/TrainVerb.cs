namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Learning.</summary>
public sealed class TrainVerb : Verb
{
    public override string Name => "train";

    public override string Summary => "Learn parameters in simulation.";

    public override IReadOnlyList<(string Line, string What)> Examples => [("mae train formation", "cooperative Q-learning on the formation example")];

    public override IReadOnlyList<Verb> Children { get; } = [new TrainFormationVerb()];
}
