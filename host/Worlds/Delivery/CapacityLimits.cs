namespace MultiAgentEdge.Host.Worlds;

/// <summary>The capacity states of paper S4 (3), (6): both start at 0 at the depot, grow on the way and may not pass these
/// limits.</summary>
/// <param name="TimeS">T, s, &gt; 0.</param>
/// <param name="Battery">Q, in units of the battery's charge, &gt; 0.</param>
public readonly record struct CapacityLimits(double TimeS, double Battery)
{
    /// <summary>Capacity states: time, battery, in this order wherever a vector of them is flat.</summary>
    public const int Count = 2;

    /// <summary>Limits as the vector that the assignment takes.</summary>
    public double[] ToVector() => [TimeS, Battery];
}
