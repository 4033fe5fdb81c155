using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>One rover of a mission, as the host hears and addresses it.</summary>
public abstract class MissionMember
{
    private const long RepeatUs = 1_000_000;

    private readonly FleetSession session;
    private readonly DualFrame beat = new(0);
    private readonly Dictionary<RoverCommand, long> commandedUs = [];

    private protected MissionMember(FleetSession session, string name) => (this.session, Name) = (session, name);

    public string Name { get; }

    /// <summary>What it says of itself; null before its first word.</summary>
    internal RoverPresence? Rover => session.Roster.GetValueOrDefault(Name);

    /// <summary>It has said who and how it is, and is not lost.</summary>
    internal bool IsThere => Rover is { Mode: not null and not RoverMode.Lost, Info: not null };

    internal bool IsDriving => Rover?.IsDriving == true;

    /// <summary>A host with nothing to negotiate is heard all the same: a rover stops for one that stays away.</summary>
    internal void Beat(uint tick)
    {
        (beat.Tick, beat.Flags) = (tick, DualFrame.LastOfPeriod);
        session.Send(Name, Topics.Dual, FrameKind.Dual, beat.Write);
    }

    /// <summary>Sends a command, the same one once a second at most. True where it was sent.</summary>
    internal bool Command(RoverCommand command, uint tick, long nowUs)
    {
        if (commandedUs.TryGetValue(command, out var last) && nowUs - last < RepeatUs)
            return false;
        commandedUs[command] = nowUs;
        return session.Command(Name, command, tick);
    }

    /// <summary>The next command goes out at once.</summary>
    internal void ForgetCommands() => commandedUs.Clear();
}
