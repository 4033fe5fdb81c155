using MultiAgentEdge.Hardware.Simulated;

namespace MultiAgentEdge.Host.Bench;

/// <summary>What to simulate.</summary>
public sealed record PoseBenchOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Rovers one after the other, each with a seed, wheels and gyro of its own.</summary>
    public int Runs { get; init; } = 10;

    /// <summary>Length of each, seconds.</summary>
    public double Seconds { get; init; } = 600;

    /// <summary>Not counted at the start, seconds: a bias is unknown until the rover has stood or been seen.</summary>
    public double SettleS { get; init; } = 10;

    public bool HasGyro { get; init; } = true;

    /// <summary>Null: no tracker; the rover is told where it starts.</summary>
    public TrackerOptions? Tracker { get; init; } = new();

    /// <summary>Whether latency is known to the filter in advance to its default's accuracy; false: it takes poses for of the moment they
    /// come.</summary>
    public bool KnowsDelay { get; init; } = true;

    /// <summary>How often the rover is carried away by hand, seconds; 0: never.</summary>
    public double CarryEveryS { get; init; }
}
