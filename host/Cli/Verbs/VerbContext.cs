using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What a verb may use of the outside.</summary>
public sealed class VerbContext
{
    public VerbContext(bool json, TimeSpan timeout, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        Json = json;
        Timeout = timeout;
        Output = output;
        Error = error;
        Cancellation = cancellation;
        Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(json ? error : output) });
        if (!IsTerminal)
            Console.Profile.Width = 140;
    }

    /// <summary>True: standard output carries exactly one JSON object, printed by the caller of the verb.</summary>
    public bool Json { get; }

    /// <summary>How long a verb that waits may wait.</summary>
    public TimeSpan Timeout { get; }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>For people: standard output, or standard error with <c>--json</c>.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>True where a live view can be drawn: a person watches, and the output is theirs.</summary>
    public bool IsTerminal => Console.Profile.Out.IsTerminal && !Json;
}
