using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>One rover of a mission, as the host hears and addresses it.</summary>
public class MissionMember
{
    /// <summary>Why a rover that has restarted is left where it is.</summary>
    public const string Lost = "has restarted and does not know where it stands";

    private readonly FleetSession session;
    private readonly DualFrame beat = new(0);
    private readonly PacedCommands commands;
    private RoverPresence? rover;
    private RoverLife? placedLife;
    private uint placedVersion;
    private bool hadPlacedVersion;
    private bool hadSet;
    private string? held;

    public MissionMember(FleetSession session, string name) => (this.session, Name, commands) = (session, name, new PacedCommands(session));

    public string Name { get; }

    /// <summary>What it says of itself; null before its first word.</summary>
    public RoverPresence? Rover => rover ??= session.Roster.GetValueOrDefault(Name); // who is in a roster stays in it

    /// <summary>It has said who and how it is, and is not lost.</summary>
    public bool IsThere => Rover is { Mode: not null and not RoverMode.Lost, Info: not null };

    public bool IsDriving => Rover?.IsDriving == true;

    /// <summary>Where it stands was told or taken as known with a set; from there it may count its way by its wheels.</summary>
    public bool IsPlaced => placedVersion > 0;

    /// <summary>It was switched off since then, and knows no longer where it stands: it counts its way, or has not said that it does not,
    /// and no tracker has found it since. One that has lost its flash does not know how often it was switched on, but has no set
    /// either.</summary>
    public bool HasRestarted =>
        IsPlaced && Rover?.CountsWay != false && Rover?.IsTracked != true
        && ((placedLife is { } life && Rover!.Life != life) || (hadPlacedVersion && Rover!.ParameterVersion < placedVersion));

    /// <summary>The set of this version tells it where it stands, or finds it knowing.</summary>
    public void Place(uint version) => (placedLife, placedVersion) = (Rover?.BootCount is null ? null : Rover.Life, version);

    /// <summary>Looks whether it has the set that placed it; to be called with every poll.</summary>
    public void NotePlace() => hadPlacedVersion |= IsPlaced && Rover?.ParameterVersion == placedVersion;

    /// <summary>It has driven in this mission.</summary>
    public bool HasDriven { get; private set; }

    /// <summary>Looks whether it drives; to be called with every poll of a mission that does.</summary>
    public void NoteDriving() => HasDriven |= IsDriving;

    /// <summary>As <see cref="MayBeArmed"/> said last.</summary>
    public bool IsHeld => held is not null;

    /// <summary>Whether the mission may arm it by itself: not one that a person has stopped, until a person has armed it, unless it never
    /// had a set, without which nobody can; never one that has restarted and no longer knows where it stands. To be asked with every
    /// poll.</summary>
    /// <param name="say">Is told why not, each reason once.</param>
    public bool MayBeArmed(Action<string> say)
    {
        ArgumentNullException.ThrowIfNull(say);
        hadSet |= Rover?.ParameterVersion > 0;
        var why = HasRestarted ? Lost + "; it stays stopped until a tracker finds it, or the next run"
            : Rover?.Mode == RoverMode.EmergencyStop ? "is in emergency stop; after its reset it waits for a person to arm it"
            : IsDriving || Rover?.Mode == RoverMode.Armed || !hadSet ? null
            : held;
        if (why is not null && why != held)
            say($"{Name} {why}");
        held = why;
        return held is null;
    }

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
