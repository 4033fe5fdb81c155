using System.Diagnostics;
using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Firmware.Sim;

/// <summary>
/// Runs simulated rovers faster than real time: simulated time moves on only when nobody has anything left to do at the present instant, so
/// a run gives the same bits however fast or slow the machine, the broker and its clients are.
/// </summary>
/// <param name="clock">The clock of all these rovers.</param>
/// <param name="host">Polls the coordinator at a time; null where it runs elsewhere.</param>
public sealed class LockStep(SimulatedClock clock, IReadOnlyList<RoverInstance> rovers, Action<long>? host)
{
    private static readonly TimeSpan MissingLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastLimit = TimeSpan.FromMilliseconds(200);

    // What has not come so many times will not come: from then on waiting costs less, so that a run that hears nobody still ends.
    private const int FullWaits = 3;
    private const int ShortWaits = 8;

    // Instants in a row at which everything came; then a wait in vain was an exception.
    private const int Recovered = 1000;

    // A busy machine may stop this program for longer than any limit: only who has been asked so often has nothing to say.
    private const int IdlePolls = 100;

    private int vain;
    private int well;

    /// <summary>Longest wait, by a real clock, for the other half of a negotiation round; then simulated time goes on without it. See
    /// <see cref="Patience"/>.</summary>
    public TimeSpan SettleLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What else happens at times of its own, such as a tracker: when next. It is polled with the host. Null: nothing.</summary>
    public Func<long>? NextUs { get; init; }

    /// <summary>Whether a word is on its way, besides those of a negotiation, that somebody's next period depends on. Null: there is no
    /// such word.</summary>
    public Func<bool>? IsTalking { get; init; }

    /// <summary>Times simulated time went on although a rover was still waiting for a message.</summary>
    public long Impatient { get; private set; }

    /// <summary>Lets everything happen that is due at the present instant, without moving time.</summary>
    public void Settle(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        var seen = Progress();
        var idle = 0;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var rover in rovers)
                rover.Poll();
            host?.Invoke(clock.NowUs);
            foreach (var rover in rovers)
                rover.Poll();
            if (!IsWaiting())
            {
                if (++well >= Recovered)
                    (vain, well) = (0, 0);
                return;
            }

            // Yield the processor only when nothing moved: in process there is nobody to wait for.
            var now = Progress();
            if (now != seen)
            {
                seen = now;
                idle = 0;
                spin.Reset();
                continue;
            }

            if (++idle > IdlePolls && Stopwatch.GetElapsedTime(began) > Patience)
            {
                Impatient++;
                vain++;
                well = 0;
                return;
            }

            spin.SpinOnce(sleep1Threshold: 100);
        }
    }

    /// <summary>Lets everything happen at the present instant, without moving time, until <paramref name="done"/> or, by a real clock, the
    /// limit; polls at least once.</summary>
    /// <returns>Whether it is done.</returns>
    public bool Until(Func<bool> done, TimeSpan limit, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(done);
        var began = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var rover in rovers)
                rover.Poll();
            host?.Invoke(clock.NowUs);
            if (done())
                return true;
            if (Stopwatch.GetElapsedTime(began) > limit)
                return false;
            spin.SpinOnce(sleep1Threshold: 100);
        }
    }

    /// <summary>How long to wait, by a real clock, for what a rover's next period depends on: a second while a rover is off or stopped,
    /// whose word may never come, and less and less after waits in vain.</summary>
    public TimeSpan Patience
    {
        get
        {
            var limit = vain >= ShortWaits ? LeastLimit
                : vain >= FullWaits || rovers.Any(rover => rover.IsPoweredOff || !rover.Agent.IsDriving) ? MissingLimit : SettleLimit;
            return limit < SettleLimit ? limit : SettleLimit;
        }
    }

    /// <summary>Moves to the next instant at which a rover has something to do, or to <paramref name="limitUs"/> if that is
    /// earlier.</summary>
    public void Advance(long limitUs)
    {
        var next = Math.Min(limitUs, NextUs?.Invoke() ?? limitUs);
        foreach (var rover in rovers)
            next = Math.Min(next, rover.NextWakeUs);
        clock.AdvanceTo(Math.Max(next, clock.NowUs));
    }

    /// <summary>Runs until simulated time has reached <paramref name="untilUs"/> and everything due before it has happened.</summary>
    public void RunUntil(long untilUs, CancellationToken cancel)
    {
        while (clock.NowUs < untilUs)
        {
            Settle(cancel);
            Advance(untilUs);
        }
    }

    private long Progress()
    {
        var sum = 0L;
        foreach (var rover in rovers)
            sum += rover.Agent.Tick + (long)rover.Agent.Round;
        return sum;
    }

    private bool IsWaiting()
    {
        foreach (var rover in rovers)
        {
            if (rover.IsWaiting)
                return true;
        }

        return IsTalking?.Invoke() == true;
    }
}
