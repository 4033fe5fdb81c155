using MultiAgentEdge.Firmware;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>A simulated team under a <see cref="TeamMission"/> in lock-step: brought to drive, driven period by period, stopped.</summary>
/// <param name="clock">Of all bodies and agents.</param>
/// <param name="rovers">Those there are now: whoever joins or leaves is put in and taken out by the run.</param>
internal sealed class TeamDrive(SimulatedClock clock, IReadOnlyList<RoverInstance> rovers, TeamMission mission, double periodS)
{
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromMilliseconds(50);

    private long missedBefore;
    private long lateBefore;

    /// <summary>Longest wait, by a real clock, for what rovers say to each other. Whatever the machine is busy with; only one out of reach
    /// is never heard.</summary>
    public TimeSpan SettleLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A rover that drives and is out of the others' reach.</summary>
    public Func<RoverInstance, bool> IsOutOfReach { get; init; } = _ => false;

    /// <summary>Of the rovers that are there, since they began to drive.</summary>
    public long DeadlineMisses => rovers.Sum(rover => (long)rover.Agent.MissedDeadlines) - lateBefore;

    /// <summary>Periods in which a rover did not wait any longer for another's state; likewise.</summary>
    public long NeighboursMissed => rovers.Sum(rover => (long)rover.Agent.RoundsMissed) - missedBefore;

    /// <summary>Brings the team, drives it, and stops it whatever happens.</summary>
    /// <param name="needs">What the mission needs of a rover, for one that refuses its set.</param>
    /// <param name="periods">Called <paramref name="periods"/> times, at every multiple of the period from 0 on.</param>
    /// <param name="begin">All drive: called once.</param>
    /// <param name="happen">What happens to the team at an instant, before everybody is heard.</param>
    /// <param name="record">Writes an instant down: everybody has been heard.</param>
    /// <param name="pace">Real time of a period; 0: as fast as it goes.</param>
    /// <exception cref="MaeException">MAE543 a rover refused its set, MAE503 not all were ready in time.</exception>
    public void Run(
        string needs, TimeSpan startTimeout, int periods, Action begin, Action<int> happen, Action<int> record, TimeSpan pace,
        CancellationToken cancel)
    {
        var lockStep = new LockStep(clock, rovers, mission.Poll) { SettleLimit = SettleLimit };
        var loop = new LockStepDrive(clock, rovers, lockStep, () => mission)
        {
            PeriodUs = (long)Math.Round(periodS * 1e6), Needs = needs, StartTimeout = startTimeout, Pace = pace,
        };
        try
        {
            loop.Bring(
                () => mission.Phase == MissionPhase.Running && rovers.All(rover => rover.Agent.IsDriving),
                phase => phase != MissionPhase.Running, cancel);
            missedBefore = rovers.Sum(rover => (long)rover.Agent.RoundsMissed);
            lateBefore = rovers.Sum(rover => (long)rover.Agent.MissedDeadlines);
            begin();
            loop.Drive(
                0, periods,
                period =>
                {
                    happen(period);
                    // Every word of this instant is heard by everybody before time moves on: what the rovers say to each other, and the
                    // host's beat, whose silence would slow them down.
                    lockStep.Settle(cancel);
                    lockStep.Until(IsHeard, SettleLimit, cancel);
                    record(period);
                },
                cancel);
        }
        finally
        {
            mission.Stop();
            loop.Goodbye(GoodbyeLimit);
        }
    }

    /// <summary>A rover leaves: what it has missed is no longer counted.</summary>
    public void Forget(RoverInstance rover)
    {
        missedBefore -= rover.Agent.RoundsMissed;
        lateBefore -= rover.Agent.MissedDeadlines;
    }

    private bool IsHeard()
    {
        var talking = rovers.Where(rover => rover.Agent.IsDriving && !rover.IsPoweredOff && !IsOutOfReach(rover)).ToList();
        return talking.TrueForAll(rover => rover.Agent.HostTick == rover.Agent.Tick
            && (rover.Agent.Controller is not INeighbourController || rover.Agent.NeighboursInStep >= talking.Count - 1));
    }
}
