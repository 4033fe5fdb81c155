using System.Globalization;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// Speaks to the console of a rover: one command, one answer (firmware/Rover.Nano/README.md). An answer has one deadline, however much else
/// the line says meanwhile. The first command is led in by an empty line, which ends what noise may have begun; a command that noise got
/// into is asked once more.
/// </summary>
/// <param name="line">To the console; the caller's to dispose of.</param>
/// <param name="timeout">For each answer.</param>
public sealed class BoardConsoleClient(IBoardLine line, TimeSpan timeout)
{
    /// <summary>A line that says nothing for so long has said all that was on its way.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan LongestFlush = TimeSpan.FromMilliseconds(600);

    private bool isLedIn;

    /// <summary>Sends a command and returns the fields of its answer.</summary>
    /// <exception cref="BoardException">No answer in time, a refusal, or the line is gone; none repeats a value that was sent.</exception>
    public IReadOnlyDictionary<string, string> Ask(string command)
    {
        // Whatever answered something else, long ago or in another's name, has not this field.
        var field = command switch { "info" => "firmware", "sense" => "running", _ => null };
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in Exchange(command, field is null ? null : field + "=").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                found[word[..equals]] = word[(equals + 1)..];
        }

        return found;
    }

    /// <summary>The value of a setting, to the byte; "*" for a secret that is set, empty where it is not set.</summary>
    /// <exception cref="BoardException">As of <see cref="Ask"/>.</exception>
    public string Get(string setting) => Exchange("get " + setting, setting + "=")[(setting.Length + 1)..];

    /// <summary>One field of an answer as a number.</summary>
    /// <exception cref="BoardException">The rover did not say it.</exception>
    public static int Number(IReadOnlyDictionary<string, string> answer, string field) =>
        answer.TryGetValue(field, out var text)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new BoardException(BoardFault.Implausible, $"The rover does not say {field}: that part is missing or not wired.");

    /// <summary>Runs both motors and returns what the wheels did.</summary>
    /// <param name="leftPermille">Duty, -1000 to 1000.</param>
    /// <param name="rightPermille">Duty, -1000 to 1000.</param>
    public WheelRun Run(int leftPermille, int rightPermille, int durationMs)
    {
        var before = Ask("sense");
        Ask(string.Create(CultureInfo.InvariantCulture, $"motor {leftPermille} {rightPermille} {durationMs}"));
        // Half a second more: the wheels come to rest before they are read.
        line.Wait(TimeSpan.FromMilliseconds(durationMs + 500));
        var after = Ask("sense");
        return new WheelRun(
            leftPermille, rightPermille, durationMs, unchecked(Number(after, "left_ticks") - Number(before, "left_ticks")),
            unchecked(Number(after, "right_ticks") - Number(before, "right_ticks")));
    }

    /// <summary>What stands behind "ok".</summary>
    /// <param name="begins">How the answer must begin or go on; null: anyhow.</param>
    private string Exchange(string command, string? begins)
    {
        var verb = command.Split(' ')[0];
        var asked = line.Now;
        var deadline = asked + timeout;
        LeadIn(deadline);
        line.Send(command);
        // A motor that is told twice runs twice; everything else may be said again.
        var askAgain = verb == "motor" ? deadline : asked + (timeout / 2);
        var isRepeated = false;
        string? other = null;
        while (true)
        {
            var limit = isRepeated ? deadline : askAgain;
            var text = limit > line.Now ? line.Receive(limit - line.Now) : null;
            if (text is not null && ConsoleAnswer.Ok(text) is { } ok && (begins is null || ok.StartsWith(begins, StringComparison.Ordinal)))
            {
                if (isRepeated)
                    AwaitSecondAnswer(asked, deadline);
                return ok;
            }

            var refusal = text is null ? null : ConsoleAnswer.Error(text);
            var isGarbled = refusal is not null
                && (refusal.StartsWith("unknown command", StringComparison.Ordinal)
                    || refusal.StartsWith("line too long", StringComparison.Ordinal));
            if (refusal is not null && (isRepeated || !isGarbled))
                throw new BoardException(BoardFault.Refused, $"The rover on {line.Description} refuses {verb}: {refusal}.");
            if (line.Now >= deadline)
                throw Silent(verb, command, other);
            if (isGarbled || (text is null && !isRepeated))
            {
                isRepeated = true;
                Flush(deadline);
                line.Send(command);
            }
            else if (text is not null)
            {
                other ??= text;
            }
        }
    }

    /// <summary>Ends what noise may have begun, and lets pass what it is answered; what has come since the last answer is
    /// nobody's.</summary>
    private void LeadIn(TimeSpan deadline)
    {
        if (!isLedIn)
            Flush(deadline);
        isLedIn = true;
        for (var stale = 0; stale < 1000 && line.Receive(TimeSpan.Zero) is not null; stale++)
            continue;
    }

    private void Flush(TimeSpan deadline)
    {
        line.Send("");
        var end = line.Now + LongestFlush;
        end = end < deadline ? end : deadline;
        while (line.Now < end && line.Receive(Quiet) is not null)
            continue;
    }

    /// <summary>The first answer may have been to the first asking: the second's comes as much later, and is not to be the next
    /// command's.</summary>
    private void AwaitSecondAnswer(TimeSpan asked, TimeSpan deadline)
    {
        var end = line.Now + (line.Now - asked);
        end = end < deadline ? end : deadline;
        while (line.Now < end && line.Receive(end - line.Now) is { } text && ConsoleAnswer.Ok(text) is null)
            continue;
    }

    // What a line says that is no answer tells who is there; but an echo may hold the secret that was sent.
    private BoardException Silent(string verb, string command, string? other)
    {
        var what = $"Nothing on {line.Description} answers {verb} within {timeout.TotalSeconds:0.#} s";
        if (other is null)
            return new BoardException(BoardFault.Silent, what + ".");
        return new BoardException(
            BoardFault.Silent,
            other.EndsWith(command, StringComparison.Ordinal) ? $"{what}; what is sent comes back: are its two wires joined?"
            : verb == "set" ? $"{what}, though something else speaks there."
            : $"{what}; it says other things: \"{(other.Length > 60 ? other[..60] + "..." : other)}\".");
    }
}
