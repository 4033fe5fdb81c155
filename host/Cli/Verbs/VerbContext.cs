using System.Globalization;
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
        var writer = json ? error : output;
        IsTerminal = (ReferenceEquals(writer, System.Console.Out) && !System.Console.IsOutputRedirected)
            || (ReferenceEquals(writer, System.Console.Error) && !System.Console.IsErrorRedirected);
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        // Without a terminal nothing is cut: a log keeps whole lines.
        if (!IsTerminal)
            Console.Profile.Width = 200;
    }

    /// <summary>True: standard output carries exactly one JSON object, printed by the caller of the verb.</summary>
    public bool Json { get; }

    /// <summary>How long a verb that waits may wait.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The user gave <see cref="Timeout"/>, rather than taking the verb's default.</summary>
    public bool IsTimeoutGiven { get; init; }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Runs what <see cref="Timeout"/> ends; Ctrl-C ends it too.</summary>
    /// <exception cref="TimeoutException">The time was up.</exception>
    public async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(Timeout);
        try
        {
            return await run(limit.Token);
        }
        catch (OperationCanceledException) when (!Cancellation.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"The run was not done after {Timeout.TotalSeconds:0.###} s."));
        }
    }

    /// <summary>For people: standard output, or standard error with <c>--json</c>.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>True where a person watches: a live view can be drawn.</summary>
    public bool IsTerminal { get; }
}
