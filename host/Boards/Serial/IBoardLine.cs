namespace MultiAgentEdge.Host.Boards;

/// <summary>Text lines to and from the console of a rover.</summary>
public interface IBoardLine : IDisposable
{
    /// <summary>For people: which line this is.</summary>
    string Description { get; }

    /// <summary>Time as this line counts it, from any beginning on; a simulated board's passes only while somebody waits for it.</summary>
    TimeSpan Now { get; }

    /// <exception cref="BoardException">The line is gone, or nothing takes what is sent.</exception>
    void Send(string line);

    /// <summary>The next line that is not empty; null when none came in time.</summary>
    /// <exception cref="BoardException">The line is gone.</exception>
    string? Receive(TimeSpan limit);

    /// <summary>Lets the rover go on by itself for a while.</summary>
    void Wait(TimeSpan time);
}
