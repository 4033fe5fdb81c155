namespace MultiAgentEdge.Host.Coordination;

/// <summary>The host's side of a mission that is driven, as whoever polls it sees it.</summary>
public interface IMissionCoordinator
{
    MissionPhase Phase { get; }

    /// <summary>What the mission waits for, for people; empty while running.</summary>
    string Waiting { get; }

    /// <summary>Rovers that refused the set that they were given last.</summary>
    IEnumerable<SetRefusal> Refusals { get; }

    /// <param name="nowUs">Host time, microseconds, monotonic.</param>
    void Poll(long nowUs);
}
