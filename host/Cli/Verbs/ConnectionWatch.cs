using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>
/// Says which simulated rovers are not at their broker, and why: a rover itself tries for ever and tells nobody. Each is tried once more in
/// its own name where it has been away for a while, which gives the broker's reason; said once for each time that it is away.
/// </summary>
internal sealed class ConnectionWatch : IDisposable
{
    /// <summary>A client of a network that is there needs a fraction of it, on a busy machine too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<RoverInstance> rovers;
    private readonly LinkFactory factory;
    private readonly Func<string, LinkOptions> options;
    private readonly Action<string> say;
    private readonly HashSet<string> away = new(StringComparer.Ordinal);
    private readonly HashSet<string> said = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource end = new();
    private readonly Task loop;

    /// <param name="options">A rover's name to how it connects.</param>
    public ConnectionWatch(
        IReadOnlyList<RoverInstance> rovers, LinkFactory factory, Func<string, LinkOptions> options, Action<string> say)
    {
        (this.rovers, this.factory, this.options, this.say) = (rovers, factory, options, say);
        loop = Task.Run(WatchAsync);
    }

    public void Dispose()
    {
        end.Cancel();
        // One that asks a broker which does not answer is left to itself.
        loop.Wait(GoodbyeLimit);
        end.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Patience);
        try
        {
            while (await timer.WaitForNextTickAsync(end.Token))
                Look();
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Look()
    {
        foreach (var rover in rovers)
        {
            if (rover.IsConnected)
            {
                away.Remove(rover.Name);
                if (said.Remove(rover.Name))
                    say($"{rover.Name} is at its broker.");
            }
            else if (!away.Add(rover.Name) && !said.Contains(rover.Name) && Reason(rover.Name) is { } reason)
            {
                said.Add(rover.Name);
                say($"{rover.Name} is not at its broker: {reason}");
            }
        }
    }

    /// <summary>Null: it would be let in now.</summary>
    private string? Reason(string rover)
    {
        try
        {
            using var probe = factory.Create();
            probe.Connect(options(rover));
            return null;
        }
        catch (MessagingException refused)
        {
            return refused.Message;
        }
    }
}
