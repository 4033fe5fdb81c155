namespace MultiAgentEdge.Host.Boards;

/// <summary>What is wrong with a board.</summary>
public enum BoardFault
{
    /// <summary>There is no such port, or it cannot be opened or set up.</summary>
    Unreachable,

    /// <summary>There is one, and this user may not open it.</summary>
    Forbidden,

    /// <summary>Another program has it.</summary>
    Busy,

    /// <summary>It is something else: a file, a folder, a device without a line.</summary>
    NotSerial,

    /// <summary>It was there and is not any more: a pulled cable.</summary>
    Gone,

    /// <summary>It is open and no answer came in time.</summary>
    Silent,

    /// <summary>It answered, and refused.</summary>
    Refused,

    /// <summary>It did what it was asked and the result makes no sense.</summary>
    Implausible,

    /// <summary>The tracker that it was to be measured by is no good for it.</summary>
    Tracker,
}
