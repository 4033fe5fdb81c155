namespace MultiAgentEdge.Host.Boards;

/// <summary>Text lines to and from the console of a rover.</summary>
public interface IBoardLine : IDisposable
{
    /// <summary>For people: which line this is.</summary>
    string Description { get; }

    void Send(string line);

    /// <summary>The next line; null when none came in time.</summary>
    string? Receive(TimeSpan limit);

    /// <summary>Lets the rover go on by itself for a while.</summary>
    void Wait(TimeSpan time);
}
