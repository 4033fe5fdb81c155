namespace MultiAgentEdge.Host.Fleet;

/// <summary>One coupling row of the formation: position of <paramref name="From"/> minus position of <paramref name="To"/>, in metres,
/// signed.</summary>
public sealed record DistanceEntry(string From, string To, double DistanceM)
{
    /// <summary>The three rows of S1, with the only signs that its local boxes allow. They have rank 2: the third is the sum of the
    /// others.</summary>
    public static IReadOnlyList<DistanceEntry> PaperS1 { get; } =
    [
        new("rover-1", "rover-2", -2),
        new("rover-1", "rover-3", 2),
        new("rover-2", "rover-3", 4),
    ];
}
