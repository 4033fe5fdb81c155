namespace MultiAgentEdge.Host.Boards;

/// <summary>A board that cannot be reached, does not answer, or says no. The message is one sentence for a person.</summary>
public sealed class BoardException(BoardFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public BoardFault Fault { get; } = fault;
}
