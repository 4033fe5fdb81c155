using System.Diagnostics;
using Spectre.Console;

namespace MultiAgentEdge.Host.Commands;

/// <summary>What a verb may use of the outside.</summary>
public sealed class VerbContext
{
    private const int WholeLines = 100_000;
    private readonly Stopwatch watch = Stopwatch.StartNew();

    public VerbContext(bool json, TimeSpan timeout, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        Json = json;
        Timeout = timeout;
        Output = output;
        Error = error;
        Cancellation = cancellation;
        var writer = json ? error : output;
        // A terminal that cannot move its cursor would show every frame of a live view below the one before.
        var moves = Environment.GetEnvironmentVariable("TERM") != "dumb";
        IsTerminal = moves && ((ReferenceEquals(writer, System.Console.Out) && !System.Console.IsOutputRedirected)
            || (ReferenceEquals(writer, System.Console.Error) && !System.Console.IsErrorRedirected));
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = IsTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        // Without a terminal nothing is cut or wrapped: a log keeps whole lines.
        if (!IsTerminal)
            Console.Profile.Width = WholeLines;
    }

    /// <summary>True: standard output carries exactly one JSON object, printed by the caller of the verb.</summary>
    public bool Json { get; }

    /// <summary>How long the verb may take; infinite: as long as it likes.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The user gave <see cref="Timeout"/>, rather than taking the verb's default.</summary>
    public bool IsTimeoutGiven { get; init; }

    /// <summary>What is left of <see cref="Timeout"/>, 0 or more: for a verb that waits several times.</summary>
    public TimeSpan Left =>
        Timeout == System.Threading.Timeout.InfiniteTimeSpan ? Timeout : Timeout > watch.Elapsed ? Timeout - watch.Elapsed : TimeSpan.Zero;

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Ctrl-C, or <see cref="Timeout"/> is up: see <see cref="VerbDeadline"/>.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether it was <see cref="Timeout"/> that cancelled, nobody before it.</summary>
    public bool IsTimeUp => TimeIsUp?.Invoke() == true;

    /// <summary>Asks the deadline; null: there is none.</summary>
    public Func<bool>? TimeIsUp { get; init; }

    /// <summary>For people: standard output, or standard error with <c>--json</c>.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Keys that a person hits while the verb runs; null: nobody can.</summary>
    public TerminalKeys? Keys { get; set; }

    /// <summary>A page shows what the verb drives.</summary>
    public bool HasPage { get; set; }

    /// <summary>True where a person watches: a live view can be drawn.</summary>
    public bool IsTerminal { get; }
}
