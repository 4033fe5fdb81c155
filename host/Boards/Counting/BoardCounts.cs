namespace MultiAgentEdge.Host.Boards;

/// <summary>What board code has done.</summary>
/// <param name="Instructions">Of IL.</param>
public readonly record struct BoardCounts(long Instructions, long Calls, long Allocations)
{
    public static BoardCounts operator +(BoardCounts left, BoardCounts right) =>
        new(left.Instructions + right.Instructions, left.Calls + right.Calls, left.Allocations + right.Allocations);

    public static BoardCounts operator -(BoardCounts left, BoardCounts right) =>
        new(left.Instructions - right.Instructions, left.Calls - right.Calls, left.Allocations - right.Allocations);
}
