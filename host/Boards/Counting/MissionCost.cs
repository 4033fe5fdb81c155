namespace MultiAgentEdge.Host.Boards;

/// <summary>What one mission costs a board, counted over a recorded run.</summary>
/// <param name="Steps">Control steps counted, after the warm-up.</param>
/// <param name="InstructionsPerStep">Mean.</param>
/// <param name="LawInstructionsPerStep">Of these, in the mathematics of the control law: solver and network, without wire, checksums and
/// bookkeeping.</param>
/// <param name="HeapBytes">Everything the agent holds while it drives, on a 32-bit board.</param>
/// <param name="ControllerBytes">Of it, the controller of the set that it drives by.</param>
/// <param name="BitsEqual">Whether the board build did, to the bit, what the recorded agent of this machine did.</param>
public sealed record MissionCost(
    string Mission, string Sizes, int Steps, double InstructionsPerStep, double LawInstructionsPerStep, long InstructionsMax,
    double CallsPerStep, double AllocationsPerStep, long HeapBytes, long ControllerBytes, bool BitsEqual)
{
    /// <summary>The link of a rover of these sizes.</summary>
    public long LinkBytes { get; init; }

    /// <summary>What is there besides while a set arrives.</summary>
    public long ArrivalBytes { get; init; }

    /// <summary>The agent's heap by type, arrays by length too.</summary>
    public IReadOnlyDictionary<string, long> HeapByType { get; init; } = new Dictionary<string, long>();
}
