namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Every verb of <c>mae</c>, in the order of the help text.</summary>
public static class VerbList
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        new NewVerb(),
        new ParamVerb(),
        new BenchVerb(),
        new DoctorVerb(),
        new CompletionVerb(),
    ];

    public static IReadOnlyList<(string Line, string What)> RootExamples { get; } =
    [
        ("mae new", "write a fleet.yaml to start from"),
        ("mae doctor", "see what this machine has"),
    ];
}
