namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>What may happen to a rover during a run.</summary>
public enum CoverageEventKind
{
    Join,

    Leave,

    /// <summary>Its radio is out of reach: it neither hears nor is heard, and drives on by itself as long as its supervisor lets
    /// it.</summary>
    Silent,
}
