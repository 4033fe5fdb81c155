namespace MultiAgentEdge.Host.Boards;

/// <summary>What is wrong with a board.</summary>
public enum BoardFault
{
    /// <summary>There is no such port, or it cannot be opened.</summary>
    Unreachable,

    /// <summary>It is open and nothing came back in time.</summary>
    Silent,

    /// <summary>It answered, and refused.</summary>
    Refused,

    /// <summary>It did what it was asked and the result makes no sense.</summary>
    Implausible,
}
