namespace MultiAgentEdge.Host.Tracking.Sources;

/// <summary>Where poses come from while time goes by.</summary>
public interface IPoseSource : IDisposable
{
    /// <summary>images, video, camera, stdin, udp or topic.</summary>
    string Kind { get; }

    /// <summary>Everything has been given.</summary>
    bool IsOver { get; }

    /// <summary>Only somebody who stops it ends it.</summary>
    bool IsEndless { get; }

    /// <summary>Gives what is there, and waits at most so long for the first of it.</summary>
    void Poll(TimeSpan wait, IPoseTaker taker);
}
