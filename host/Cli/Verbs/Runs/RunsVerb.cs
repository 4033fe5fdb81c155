using System.CommandLine;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What runs left behind.</summary>
public sealed class RunsVerb : Verb
{
    private readonly RunsListVerb list = new();

    public override string Name => "runs";

    public override string Summary => "See what runs left behind, and clear it away.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae runs", "newest first: state, key figure, size"),
        ("mae runs list --search circle", "those with this word in name, verb, state or options"),
        ("mae runs show", "the newest: its options, results, files and page"),
        ("mae runs prune --keep 20 --dry-run", "what would go if the newest 20 stayed"),
    ];

    /// <summary>Without another word it lists.</summary>
    public override bool IsGroup => false;

    public override IEnumerable<Symbol> Symbols => list.Symbols;

    public override IReadOnlyList<Verb> Children { get; } = [new RunsListVerb(), new RunsShowVerb(), new RunsRemoveVerb(),
        new RunsPruneVerb()];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context) => list.RunAsync(parse, context);
}
