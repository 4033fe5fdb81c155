using System.Globalization;

namespace MultiAgentEdge.Host.Boards;

/// <summary>Speaks to the console of a rover: one command, one answer (firmware/Rover.Nano/README.md).</summary>
public sealed class BoardConsoleClient(IBoardLine line, TimeSpan timeout)
{
    /// <summary>Sends a command and returns the fields of its answer.</summary>
    /// <exception cref="BoardException">No answer in time, or a refusal; neither repeats a value that was sent.</exception>
    public IReadOnlyDictionary<string, string> Ask(string command)
    {
        var verb = command.Split(' ')[0];
        line.Send(command);
        while (line.Receive(timeout) is { } answer)
        {
            var words = answer.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["error", .. var why])
                throw new BoardException(BoardFault.Refused, $"The rover on {line.Description} refuses {verb}: {string.Join(' ', why)}.");
            if (words is not ["ok", .. var fields])
                continue;
            var found = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var field in fields)
            {
                var equals = field.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                    found[field[..equals]] = field[(equals + 1)..];
            }

            return found;
        }

        throw new BoardException(BoardFault.Silent, $"Nothing on {line.Description} answers {verb} within {timeout.TotalSeconds:0.#} s.");
    }

    /// <summary>One field of an answer as a number.</summary>
    /// <exception cref="BoardException">The rover did not say it.</exception>
    public static int Number(IReadOnlyDictionary<string, string> answer, string field) =>
        answer.TryGetValue(field, out var text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
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
}
