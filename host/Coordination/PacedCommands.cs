using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// Commands of a mission to its rovers: the same one once a second at most, but again at once where the rover is now addressed with another
/// session number. It ignored the command under the number before, and in lock-step the second never passes while everybody waits for its
/// answer.
/// </summary>
public sealed class PacedCommands(FleetSession session)
{
    private const long RepeatUs = 1_000_000;

    private readonly Dictionary<(string Rover, RoverCommand Command), (long AtUs, uint Epoch)> sent = [];

    /// <summary>True where it was sent.</summary>
    public bool Send(string rover, RoverCommand command, uint tick, long nowUs)
    {
        var epoch = session.EpochOf(rover);
        if (sent.TryGetValue((rover, command), out var last) && last.Epoch == epoch && nowUs - last.AtUs < RepeatUs)
            return false;
        sent[(rover, command)] = (nowUs, epoch);
        return session.Command(rover, command, tick);
    }

    /// <summary>The next command goes out at once.</summary>
    public void Forget() => sent.Clear();
}
