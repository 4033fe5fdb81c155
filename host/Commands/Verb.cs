using System.CommandLine;

namespace MultiAgentEdge.Host.Commands;

/// <summary>
/// One verb of <c>mae</c>. Every verb has a help text with examples, <c>--json</c> and <c>--timeout</c>; all of that is done once, by
/// whoever builds the command line. A verb declares its options and runs.
/// </summary>
public abstract class Verb
{
    public abstract string Name { get; }

    /// <summary>One line for the list of verbs.</summary>
    public abstract string Summary { get; }

    /// <summary>Command lines to copy, each with a word on what it does: <c>("mae new", "writes fleet.yaml")</c>.</summary>
    public abstract IReadOnlyList<(string Line, string What)> Examples { get; }

    /// <summary>The default of its <c>--timeout</c>; null: none. Set where the verb waits for somebody.</summary>
    public virtual TimeSpan? DefaultTimeout => null;

    /// <summary>As <see cref="DefaultTimeout"/>, where an option changes it.</summary>
    public virtual TimeSpan? DefaultTimeoutOf(ParseResult parse) => DefaultTimeout;

    public virtual TimeoutMeaning TimeoutMeans => TimeoutMeaning.EndsTheVerb;

    /// <summary>Verbs below this one (<c>param get</c>).</summary>
    public virtual IReadOnlyList<Verb> Children => [];

    /// <summary>It does nothing itself.</summary>
    public virtual bool IsGroup => Children.Count > 0;

    /// <summary>Whether it drives a fleet that can be watched.</summary>
    public virtual WebPage Page => WebPage.None;

    /// <summary>Options and arguments of its own.</summary>
    public virtual IEnumerable<Symbol> Symbols => [];

    /// <exception cref="MaeException">What went wrong, for a person.</exception>
    public virtual Task<VerbResult> RunAsync(ParseResult parse, VerbContext context) =>
        throw new NotSupportedException($"{Name} has children only.");
}
