using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What runs left behind.</summary>
public sealed class RunsVerb : Verb
{
    public override string Name => "runs";

    public override string Summary => "See what runs left behind, and clear it away.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae runs list", "newest first: state, key figure, size"),
        ("mae runs show", "the newest: its options, results, files and page"),
        ("mae runs prune --keep 20 --dry-run", "what would go if the newest 20 stayed"),
    ];

    public override IReadOnlyList<Verb> Children { get; } = [new RunsListVerb(), new RunsShowVerb(), new RunsRemoveVerb(),
        new RunsPruneVerb()];
}
