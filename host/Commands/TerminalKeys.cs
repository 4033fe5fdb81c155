using System.Collections.Concurrent;

namespace MultiAgentEdge.Host.Commands;

/// <summary>Keys of the terminal that a verb is watched from, read by one reader: those that mean the same everywhere are acted on at once,
/// others wait for whoever asks.</summary>
public sealed class TerminalKeys : IDisposable
{
    private const int MostWaiting = 64;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    private readonly ConcurrentQueue<char> waiting = new();
    private readonly ConcurrentDictionary<ConsoleKey, Action> actions = new();
    private readonly CancellationTokenSource ended = new();
    private readonly Func<ConsoleKeyInfo?> read;
    private readonly Thread thread;

    /// <param name="read">The next key; null: none.</param>
    public TerminalKeys(Func<ConsoleKeyInfo?> read)
    {
        this.read = read;
        thread = new Thread(Run) { IsBackground = true, Name = "keys" };
        thread.Start();
    }

    /// <summary>Those of this program's terminal; null where nobody sits there.</summary>
    public static TerminalKeys? Of(VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.IsTerminal && !Console.IsInputRedirected
            ? new TerminalKeys(() => Console.KeyAvailable ? Console.ReadKey(intercept: true) : null)
            : null;
    }

    /// <summary>Does this as soon as a key is hit, on a thread of its own.</summary>
    public void On(ConsoleKey key, Action action) => actions[key] = action;

    /// <summary>A key that waits; 0: none.</summary>
    public char Next() => waiting.TryDequeue(out var key) ? key : '\0';

    public void Dispose()
    {
        ended.Cancel();
        thread.Join(TimeSpan.FromSeconds(1));
        ended.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!ended.IsCancellationRequested)
            {
                if (read() is not { } key)
                    ended.Token.WaitHandle.WaitOne(Look);
                else if (actions.TryGetValue(key.Key, out var action))
                    action();
                else if (waiting.Count < MostWaiting)
                    waiting.Enqueue(key.KeyChar);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            // The terminal went away: nobody hits a key there any more.
        }
    }
}
