namespace MultiAgentEdge.Host.Commands;

/// <summary>What the <c>--timeout</c> of a verb limits.</summary>
public enum TimeoutMeaning
{
    /// <summary>The verb: it is stopped, and exits with 7.</summary>
    EndsTheVerb,

    /// <summary>The verb, which then answers with what it has, and an exit code that says what that is. Past it by
    /// <see cref="VerbDeadline.Grace"/> it is stopped.</summary>
    Answers,

    /// <summary>How long a board may take for an answer, each time anew: somebody types, measures or plugs in between.</summary>
    EachAnswer,
}
