namespace MultiAgentEdge.Host.Messaging;

/// <summary>What waits at a broker for one client, and whether those who have more for it wait with it.</summary>
/// <param name="most">Messages from which on they do.</param>
internal sealed class PressureGauge(int most)
{
    /// <summary>One that has taken nothing for so long does not listen, and nobody waits for it. A broker that gets no processor for a
    /// while takes nothing from itself either: shorter, and it drops what it could send.</summary>
    private const long DeafMs = 1000;

    /// <summary>A fifth of a control period of 0.25 s.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private int _waiting;
    private long _takenMs = Environment.TickCount64;

    /// <summary>One more message: done when it may go into the queue.</summary>
    public Task EnterAsync()
    {
        lock (_gate)
        {
            if (_waiting >= most && !IsDeaf)
                return WaitAsync();
            // One for whom nothing waited is not deaf for having taken nothing.
            if (_waiting++ == 0)
                _takenMs = Environment.TickCount64;
            return Task.CompletedTask;
        }
    }

    /// <summary>One has left the queue.</summary>
    /// <param name="isTaken">By the client; false: it gave way to a newer one.</param>
    public void Leave(bool isTaken)
    {
        lock (_gate)
        {
            if (isTaken)
                _takenMs = Environment.TickCount64;
            // What was kept for a subscriber from before does not come in by this door.
            _waiting = Math.Max(0, _waiting - 1);
            if (_waiting > most / 2)
                return;
            _room?.SetResult();
            _room = null;
        }
    }

    private bool IsDeaf => Environment.TickCount64 - _takenMs > DeafMs;

    private async Task WaitAsync()
    {
        long until = Environment.TickCount64 + (long)_longest.TotalMilliseconds;
        while (true)
        {
            Task room;
            long leftMs = until - Environment.TickCount64;
            lock (_gate)
            {
                // Many wait: who is woken may find that others were quicker.
                if (_waiting < most || leftMs <= 0)
                {
                    _waiting++;
                    return;
                }

                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            await Task.WhenAny(room, Task.Delay((int)leftMs)).ConfigureAwait(false);
        }
    }
}
