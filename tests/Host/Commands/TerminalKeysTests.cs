using System.Collections.Concurrent;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Commands;

public class TerminalKeysTests
{
    [Fact]
    public void Keys_that_mean_the_same_everywhere_are_acted_on_and_others_wait_for_whoever_asks()
    {
        var typed = new ConcurrentQueue<ConsoleKeyInfo>();
        using var hit = new CountdownEvent(2);
        using var keys = new TerminalKeys(() => typed.TryDequeue(out var key) ? key : null);
        keys.On(ConsoleKey.Escape, () => hit.Signal());
        Assert.Equal('\0', keys.Next());
        foreach (var (name, key) in new[] { ('x', ConsoleKey.X), ('\e', ConsoleKey.Escape), ('+', ConsoleKey.Add), ('\e', ConsoleKey.Escape) })
            typed.Enqueue(new ConsoleKeyInfo(name, key, shift: false, alt: false, control: false));
        Assert.True(hit.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(['x', '+', '\0'], new[] { keys.Next(), keys.Next(), keys.Next() });
    }

    [Fact]
    public void A_terminal_that_went_away_ends_nothing_but_the_keys()
    {
        using var asked = new ManualResetEventSlim();
        using var keys = new TerminalKeys(() =>
        {
            asked.Set();
            throw new InvalidOperationException("no terminal");
        });
        Assert.True(asked.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal('\0', keys.Next());
    }
}
