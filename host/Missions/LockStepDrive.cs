using System.Diagnostics;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;

namespace MultiAgentEdge.Host.Missions;

/// <summary>The loop of a run with simulated rovers in lock-step: brought to drive, driven period by period, stopped.</summary>
/// <param name="clock">Of all bodies and agents.</param>
/// <param name="rovers">Those there are now.</param>
/// <param name="lockStep">Of these rovers and the mission.</param>
/// <param name="mission">The present one: a run may have several, one after the other.</param>
internal sealed class LockStepDrive(
    SimulatedClock clock, IReadOnlyList<RoverInstance> rovers, LockStep lockStep, Func<IMissionCoordinator> mission)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    /// <summary>Control period, microseconds.</summary>
    public required long PeriodUs { get; init; }

    /// <summary>What the mission needs of a rover, for one that refuses its set.</summary>
    public required string Needs { get; init; }

    /// <summary>For everything before the first period, and for a push that time waits for.</summary>
    public required TimeSpan StartTimeout { get; init; }

    /// <summary>Real time of a period; 0: as fast as it goes.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>
    /// Until all drive. Messages need wall-clock time to travel, rovers need simulated time to switch sets and to hear of each other: both
    /// pass. Once the start is given, simulated time stands until every rover has it: they begin together. Where it has stood for a quarter
    /// of the limit it passes all the same: what a rover was believed to be may be wrong (a word too late, or forged), and it takes
    /// simulated time to say anew how it is.
    /// </summary>
    /// <param name="passes">Whether simulated time passes in a phase.</param>
    /// <param name="each">After every look that was in vain; null: nothing.</param>
    /// <param name="look">How long time stands at an instant; null: a moment.</param>
    /// <exception cref="MaeException">MAE543 a rover refused its set, MAE503 not all were ready in time.</exception>
    public void Bring(
        Func<bool> allDrive, Func<MissionPhase, bool> passes, CancellationToken cancel, Action? each = null, Func<TimeSpan>? look = null)
    {
        ArgumentNullException.ThrowIfNull(passes);
        var began = Stopwatch.GetTimestamp();
        var stands = began;
        while (!lockStep.Until(allDrive, look?.Invoke() ?? Look, cancel))
        {
            RefusedSets.Check(mission().Refusals, Needs);
            each?.Invoke();
            if (passes(mission().Phase))
            {
                lockStep.Advance(clock.NowUs + PeriodUs);
                stands = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetElapsedTime(stands) > StartTimeout / 4)
            {
                lockStep.RunUntil(clock.NowUs + PeriodUs, cancel);
            }

            if (Stopwatch.GetElapsedTime(began) > StartTimeout)
                throw LiveFleet.NotReady(mission(), StartTimeout);
        }
    }

    /// <summary>Lets periods pass, from now on.</summary>
    /// <param name="first">Number of the first instant: 0 is now.</param>
    /// <param name="count">Of instants.</param>
    /// <param name="reached">At each of them, with its number.</param>
    /// <param name="before">Before time goes on to it; null: nothing.</param>
    /// <param name="stands">After each: lets time pass that is no period's, and says how much, microseconds; null: none.</param>
    public void Drive(
        int first, int count, Action<int> reached, CancellationToken cancel, Action<int>? before = null, Func<long>? stands = null)
    {
        ArgumentNullException.ThrowIfNull(reached);
        var startUs = clock.NowUs;
        for (var period = first; period < first + count; period++)
        {
            var began = Stopwatch.GetTimestamp();
            before?.Invoke(period);
            lockStep.RunUntil(startUs + (period * PeriodUs), cancel);
            reached(period);
            var left = Pace - Stopwatch.GetElapsedTime(began);
            if (left > TimeSpan.Zero)
                cancel.WaitHandle.WaitOne(left);
            startUs += stands?.Invoke() ?? 0;
        }
    }

    /// <summary>Time stands until something has happened, so that it happens in the same period however fast messages travel.</summary>
    /// <param name="what">For people, should it not.</param>
    /// <exception cref="MaeException">MAE543: a rover refused its set.</exception>
    /// <exception cref="TimeoutException">It did not.</exception>
    public void Await(Func<bool> done, string what, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(done);
        var isDone = lockStep.Until(() => done() || mission().Refusals.Any(), StartTimeout, cancel);
        RefusedSets.Check(mission().Refusals, Needs);
        if (!isDone)
            throw new TimeoutException($"waited {StartTimeout.TotalSeconds:0} s for {what}");
    }

    /// <summary>After the mission was told to stop: until its rovers stand.</summary>
    public void Goodbye(TimeSpan limit) =>
        lockStep.Until(() => rovers.All(rover => rover.IsPoweredOff || !rover.Agent.IsDriving), limit, CancellationToken.None);
}
