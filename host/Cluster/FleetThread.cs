using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Serve;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Cluster;

/// <summary>A coordinator on a thread of its own: it waits for its rovers all the time, which a grain's scheduler must not.</summary>
internal sealed class FleetThread
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(3);

    private readonly Func<bool, Task> cancel;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IMissionService service;
    private volatile MaeException? failure;

    /// <param name="name">Of the fleet.</param>
    public FleetThread(string name, IMissionService service)
    {
        this.service = service;
        var (stop, leave) = (new CancellationTokenSource(), new CancellationTokenSource());
        cancel = async disarms =>
        {
            try
            {
                await (disarms ? stop : leave).CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It has ended by itself.
            }
        };
        // In the background: a silo that ends does not wait for it.
        var thread = new Thread(() => Run(stop, leave)) { IsBackground = true, Name = name };
        thread.Start();
    }

    public bool HasEnded => ended.Task.IsCompleted;

    /// <summary>Why it ended by itself; null while it has not.</summary>
    public MaeException? Failure => failure;

    public ServiceStatus Status => service.Status;

    /// <param name="disarms">False: the rovers drive on, for another silo to take over.</param>
    public async Task EndAsync(bool disarms)
    {
        await cancel(disarms);
        await Task.WhenAny(ended.Task, Task.Delay(Goodbye));
    }

    private void Run(CancellationTokenSource stop, CancellationTokenSource leave)
    {
        try
        {
            service.Run(stop.Token, leave.Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            failure = KnownError.Of(exception);
        }
        finally
        {
            stop.Dispose();
            leave.Dispose();
            ended.SetResult();
        }
    }
}
