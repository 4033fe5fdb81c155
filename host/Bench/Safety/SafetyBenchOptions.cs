namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>What the safety bench drives.</summary>
public sealed record SafetyBenchOptions
{
    /// <summary>Rovers, 2 to <see cref="MostAgents"/>.</summary>
    public int Agents { get; init; } = 8;

    public int Runs { get; init; } = 200;

    /// <summary>Longest delay of a message, control periods.</summary>
    public double DelayPeriods { get; init; } = 2;

    /// <summary>Share of messages that are lost, [0, 1).</summary>
    public double Loss { get; init; } = 0.2;

    public ulong Seed { get; init; } = 1;

    /// <summary>One of <see cref="MotionFilters.Names"/>.</summary>
    public string Filter { get; init; } = MotionFilters.Own;

    public SwapKind Scene { get; init; } = SwapKind.Both;

    public SwapFault Fault { get; init; } = SwapFault.None;

    /// <summary>Length of a run, s.</summary>
    public double LimitS { get; init; } = 60;

    /// <summary>As many as find room on the circle at two and a half radii.</summary>
    public const int MostAgents = 16;
}
