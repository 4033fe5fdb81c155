using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Missions.Formation.Coordination;

/// <summary>
/// Drives a fleet through a formation mission: gather, stage and activate parameters, arm, start, negotiate. While running, a rover that comes
/// back from a reboot or a lost link gets the fleet's parameters again and rejoins at the present tick.
/// </summary>
public sealed class FormationMission : IDisposable
{
    private readonly FleetSession session;
    private readonly string[] rovers;
    private readonly PacedCommands commands;
    private readonly HashSet<string> stoppedByPerson = new(StringComparer.Ordinal);
    private uint firstVersion;

    public FormationMission(FleetSession session, FormationNegotiation negotiation, IReadOnlyList<string> rovers, ParameterRollout first)
    {
        this.session = session;
        commands = new PacedCommands(session);
        this.rovers = [.. rovers];
        Negotiation = negotiation;
        Rollout = first;
        firstVersion = first.Version;
        negotiation.PeriodBegan += Rejoin;
        session.Doubted += Tell;
    }

    public MissionPhase Phase { get; private set; }

    public FormationNegotiation Negotiation { get; }

    /// <summary>The newest parameters on their way or active.</summary>
    public ParameterRollout Rollout { get; private set; }

    /// <summary>Rovers that stopped themselves (link lost, reboot) are armed and started again. Off: a person does that.</summary>
    public bool Rearm { get; init; } = true;

    /// <summary>First tick of the mission.</summary>
    public uint FirstTick { get; init; } = 1;

    /// <summary>What the mission waits for, for people; empty while running.</summary>
    public string Waiting { get; private set; } = "";

    /// <summary>Something worth telling a person.</summary>
    public event Action<string>? Said;

    public void Poll(long nowUs)
    {
        session.Poll(nowUs);
        Rollout.Poll(nowUs);
        Negotiation.Poll(nowUs);
        switch (Phase)
        {
            case MissionPhase.Gathering when Missing(r => r.Mode is not null and not RoverMode.Lost && r.Info is not null) is var missing:
                if (Await("rovers", missing))
                {
                    session.BeginEpoch();
                    Rollout.Begin(nowUs);
                    Phase = MissionPhase.Staging;
                }

                break;
            case MissionPhase.Staging:
                if (Await("parameters", [.. Rollout.Targets.Where(t => t.State is not (RolloutState.Staged or RolloutState.Active)).Select(t => t.Rover)]))
                {
                    Rollout.ActivateAt(0, nowUs);
                    Phase = MissionPhase.Activating;
                }

                break;
            case MissionPhase.Activating:
                if (Await("activation", [.. Rollout.Targets.Where(t => t.State != RolloutState.Active).Select(t => t.Rover)]))
                    Phase = MissionPhase.Arming;
                break;
            case MissionPhase.Arming when Missing(r => r.Mode == RoverMode.Armed || r.IsDriving) is var unarmed:
                if (Await("arming", unarmed))
                    Start();
                else
                    Repeat(unarmed, RoverCommand.Arm, 0, nowUs);
                break;
            case MissionPhase.Running when Rearm:
                BringBack(nowUs);
                break;
            default:
                break;
        }
    }

    /// <summary>Stages another version while the fleet drives; <see cref="ParameterRollout.ActivateAt"/> on <see cref="Rollout"/> names the tick.</summary>
    public void Push(uint version, IReadOnlyDictionary<string, byte[]> sets, long nowUs)
    {
        Rollout.End();
        Rollout = new ParameterRollout(session, version, sets, Rollout.Keys);
        Rollout.Begin(nowUs);
        Said?.Invoke($"parameters version {version} on their way");
    }

    /// <summary>Disarms every rover.</summary>
    public void Stop()
    {
        foreach (var rover in rovers)
            session.Command(rover, RoverCommand.Disarm);
        Phase = MissionPhase.Stopped;
    }

    public void Dispose()
    {
        Negotiation.PeriodBegan -= Rejoin;
        session.Doubted -= Tell;
        Rollout.End();
    }

    private void Tell(string what) => Said?.Invoke(what);

    private void Start()
    {
        Negotiation.BeginAt(FirstTick);
        foreach (var rover in rovers)
            session.Command(rover, RoverCommand.Start, FirstTick);
        Phase = MissionPhase.Running;
        Said?.Invoke($"{rovers.Length} rovers started at tick {FirstTick} with parameters version {firstVersion}");
    }

    private void BringBack(long nowUs)
    {
        foreach (var name in rovers)
        {
            var rover = session.Roster[name];
            if (session.PlanCheck?.IsLeftOut(name) == true)
            {
                if (rover.IsDriving)
                    Repeat([name], RoverCommand.Disarm, 0, nowUs);
                continue;
            }

            if (rover.Mode == RoverMode.EmergencyStop && stoppedByPerson.Add(name))
                Said?.Invoke($"{name} is in emergency stop; after its reset it waits for a person to arm it");
            if (rover.IsDriving)
                stoppedByPerson.Remove(name);
            if (stoppedByPerson.Contains(name))
                continue;
            var hasParameters = rover.ParameterVersion >= firstVersion;
            if (rover.Mode is RoverMode.SafeStop or RoverMode.Disarmed && hasParameters)
            {
                if (Repeat([name], RoverCommand.Arm, 0, nowUs))
                    Said?.Invoke($"{name} is back ({rover.ModeName}); arming it again");
            }
            else if (rover.Mode == RoverMode.Armed && !rovers.Any(other => session.Roster[other].IsDriving))
                Repeat([name], RoverCommand.Start, Negotiation.Tick + 1, nowUs);
        }
    }

    /// <summary>An armed rover joins a driving fleet at the very moment its period begins: in step, and nobody waits or hurries.</summary>
    private void Rejoin(uint tick)
    {
        if (Phase != MissionPhase.Running || !Rearm)
            return;
        foreach (var name in rovers)
        {
            if (session.Roster[name].Mode == RoverMode.Armed && session.PlanCheck?.IsLeftOut(name) != true)
                Repeat([name], RoverCommand.Start, tick, session.NowUs);
        }
    }

    private bool Repeat(IEnumerable<string> names, RoverCommand command, uint tick, long nowUs)
    {
        var sent = false;
        foreach (var name in names)
            sent |= commands.Send(name, command, tick, nowUs);

        return sent;
    }

    private string[] Missing(Func<RoverPresence, bool> isThere) =>
        [.. rovers.Where(name => !session.Roster.TryGetValue(name, out var rover) || !isThere(rover))];

    private bool Await(string what, string[] missing)
    {
        Waiting = missing.Length == 0 ? "" : $"{what}: {string.Join(", ", missing)}";
        return missing.Length == 0;
    }
}
