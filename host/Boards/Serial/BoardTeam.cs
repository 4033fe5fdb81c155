using System.Collections.Concurrent;
using MultiAgentEdge.Firmware;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// Many boards at once: who they are, who each is to be, and their settings, each port in a thread of its own. A board that is a rover of
/// this fleet already stays the one it is, so that a run that was broken off goes on where it was; the others get the names that are left,
/// in the order of the ports.
/// </summary>
public static class BoardTeam
{
    private static readonly TimeSpan RestartLimit = TimeSpan.FromSeconds(15);

    /// <summary>Who is to be who: for each port that answered the name it gets, in the order of the ports.</summary>
    /// <param name="found">Name and fleet that each board says.</param>
    /// <param name="names">Of the fleet, in its order.</param>
    /// <exception cref="ArgumentException">There are more boards than names.</exception>
    public static IReadOnlyList<string> Names(IReadOnlyList<(string Fleet, string Name)> found, string fleet, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(names);
        var given = new string?[found.Count];
        for (var i = 0; i < found.Count; i++)
        {
            // Of two that say they are the same one, the first is.
            if (found[i].Fleet == fleet && names.Contains(found[i].Name) && !given.Contains(found[i].Name))
                given[i] = found[i].Name;
        }

        var left = new Queue<string>(names.Where(name => !given.Contains(name)));
        for (var i = 0; i < given.Length; i++)
        {
            given[i] ??= left.TryDequeue(out var name)
                ? name
                : throw new ArgumentException($"{found.Count} boards, and the fleet {fleet} has {names.Count} rovers.", nameof(found));
        }

        return [.. given.Select(name => name!)];
    }

    /// <summary>Asks every board who it is; null with the reason where one does not answer.</summary>
    public static IReadOnlyList<(IReadOnlyDictionary<string, string>? Info, BoardException? Error)> Ask(
        IReadOnlyList<IBoardLine?> lines, TimeSpan answer)
    {
        var found = new (IReadOnlyDictionary<string, string>?, BoardException?)[lines.Count];
        Each(lines.Count, i =>
        {
            try
            {
                found[i] = lines[i] is { } line ? (new BoardConsoleClient(line, answer).Ask("info"), null) : (null, null);
            }
            catch (BoardException error)
            {
                found[i] = (null, error);
            }
        });
        return found;
    }

    /// <summary>Gives one board its settings, saves them, reads them back, starts it anew and waits until it says its name.</summary>
    /// <exception cref="BoardException">It refuses, is silent, or came back as another.</exception>
    public static void Provision(IBoardLine line, IReadOnlyList<(int Setting, string Value)> settings, TimeSpan answer)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(settings);
        var console = new BoardConsoleClient(line, answer);
        foreach (var (setting, value) in settings)
            console.Ask($"set {RoverSettings.NameOf(setting)} {value}");
        console.Ask("save");
        foreach (var (setting, value) in settings)
        {
            var name = RoverSettings.NameOf(setting);
            if (console.Get(name) != (RoverSettings.IsSecret(setting) ? "*" : value))
            {
                throw new BoardException(
                    BoardFault.Refused, $"The rover on {line.Description} was given {name}, and reads back something else.");
            }
        }

        line.Send("reboot");
        var expected = settings.First(one => one.Setting == RoverSettings.Name).Value;
        var end = line.Now + RestartLimit;
        while (true)
        {
            try
            {
                // A new life: noise of its start and the end of the last one are led in again.
                var says = new BoardConsoleClient(line, answer).Ask("info").GetValueOrDefault("name", "");
                if (says == expected)
                    return;
                throw new BoardException(BoardFault.Refused, $"The rover on {line.Description} came back as {says}, not as {expected}.");
            }
            catch (BoardException error) when (error.Fault == BoardFault.Silent && line.Now < end)
            {
                line.Wait(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    /// <summary>Does something for each of them at once.</summary>
    public static void Each(int count, Action<int> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var failures = new ConcurrentQueue<Exception>();
        // One thread a port, not one a processor: they wait for cables.
        List<Thread> threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() =>
        {
            try
            {
                work(i);
            }
            catch (Exception error)
            {
                failures.Enqueue(error);
            }
        }) { IsBackground = true })];
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (!failures.IsEmpty)
            throw new AggregateException(failures);
    }
}
