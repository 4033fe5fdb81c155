namespace MultiAgentEdge.Firmware.Sim;

/// <summary>Runs simulated rovers by the wall clock, as <c>mae sim</c> and the fault tests do: polls each every millisecond until
/// cancelled. Rovers know each other by messages alone, so that several threads may share them; each rover is always the same
/// thread's.</summary>
/// <param name="rovers">All of them.</param>
/// <param name="also">What else is polled as often, such as a tracker, while no rover is; null: nothing.</param>
/// <param name="threads">1 or more; more than rovers are not begun.</param>
public sealed class RealTime(IReadOnlyList<RoverInstance> rovers, Action? also = null, int threads = 1)
{
    /// <exception cref="Exception">What a rover threw, after all threads have ended.</exception>
    public void Run(CancellationToken cancel)
    {
        var count = Math.Clamp(threads, 1, Math.Max(1, rovers.Count));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        // A tracker looks at bodies, whose physics follow whoever looks: nobody else may meanwhile.
        using var looking = new ReaderWriterLockSlim();
        Exception? wrong = null;
        void Loop(int part)
        {
            try
            {
                Poll(part, count, looking, end.Token);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref wrong, exception, null);
                end.Cancel();
            }
        }

        var others = Enumerable.Range(1, count - 1)
            .Select(part => new Thread(() => Loop(part)) { IsBackground = true, Name = $"rovers {part + 1}" }).ToList();
        others.ForEach(thread => thread.Start());
        Loop(0);
        others.ForEach(thread => thread.Join());
        if (wrong is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(wrong);
    }

    private void Poll(int part, int count, ReaderWriterLockSlim looking, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            looking.EnterReadLock();
            try
            {
                for (var i = part; i < rovers.Count; i += count)
                    rovers[i].Poll();
            }
            finally
            {
                looking.ExitReadLock();
            }

            if (part == 0 && also is not null)
            {
                looking.EnterWriteLock();
                try
                {
                    also();
                }
                finally
                {
                    looking.ExitWriteLock();
                }
            }

            cancel.WaitHandle.WaitOne(1);
        }
    }
}
