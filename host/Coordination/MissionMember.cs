using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>One rover of a mission, as the host hears and addresses it.</summary>
public abstract class MissionMember
{
    private readonly FleetSession session;
    private readonly DualFrame beat = new(0);
    private readonly PacedCommands commands;
    private RoverLife? placedLife;
    private uint placedVersion;
    private bool hadPlacedVersion;

    protected MissionMember(FleetSession session, string name) => (this.session, Name, commands) = (session, name, new PacedCommands(session));

    public string Name { get; }

    /// <summary>What it says of itself; null before its first word.</summary>
    public RoverPresence? Rover => session.Roster.GetValueOrDefault(Name);

    /// <summary>It has said who and how it is, and is not lost.</summary>
    public bool IsThere => Rover is { Mode: not null and not RoverMode.Lost, Info: not null };

    public bool IsDriving => Rover?.IsDriving == true;

    /// <summary>A set has told it where it stands, from which it counts its way by its wheels.</summary>
    public bool IsPlaced => placedVersion > 0;

    /// <summary>It was switched off since it was told where it stands. One that has lost its flash does not know how often, but has no set either.</summary>
    public bool HasRestarted =>
        IsPlaced && ((placedLife is { } life && Rover!.Life != life) || (hadPlacedVersion && Rover!.ParameterVersion < placedVersion));

    /// <summary>The set of this version tells it where it stands.</summary>
    public void Place(uint version) => (placedLife, placedVersion) = (Rover?.BootCount is null ? null : Rover.Life, version);

    /// <summary>Looks whether it has the set that placed it; to be called with every poll.</summary>
    public void NotePlace() => hadPlacedVersion |= IsPlaced && Rover?.ParameterVersion == placedVersion;

    /// <summary>A host with nothing to negotiate is heard all the same: a rover stops for one that stays away.</summary>
    public void Beat(uint tick)
    {
        (beat.Tick, beat.Flags) = (tick, DualFrame.LastOfPeriod);
        session.Send(Name, Topics.Dual, FrameKind.Dual, beat.Write);
    }

    /// <inheritdoc cref="PacedCommands.Send"/>
    public bool Command(RoverCommand command, uint tick, long nowUs) => commands.Send(Name, command, tick, nowUs);

    /// <summary>The next command goes out at once.</summary>
    public void ForgetCommands() => commands.Forget();
}
