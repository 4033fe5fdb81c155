namespace MultiAgentEdge.Host.Cli.Fleet;

/// <summary>True dynamics of a simulated linear body: x+ = A x + B u + [e, 0], e uniform in [DisturbanceMin, DisturbanceMax].</summary>
/// <param name="A">2 x 2, row-major.</param>
/// <param name="B">2.</param>
public sealed record PlantEntry(double[] A, double[] B, double DisturbanceMin = 0, double DisturbanceMax = 0)
{
    /// <summary>S1, (30a)–(30c).</summary>
    public static IReadOnlyList<PlantEntry> PaperS1 { get; } =
    [
        new([0.9, 0.35, 0, 1.1], [0.0813, 0.2], -0.1),
        new([0.91, 0.33, 0, 0.98], [0.0611, 0.23]),
        new([0.88, 0.3, 0, 1.1], [0.0837, 0.21]),
    ];

    public bool Equals(PlantEntry? other) =>
        other is not null && A.AsSpan().SequenceEqual(other.A) && B.AsSpan().SequenceEqual(other.B)
        && DisturbanceMin.Equals(other.DisturbanceMin) && DisturbanceMax.Equals(other.DisturbanceMax);

    public override int GetHashCode() => HashCode.Combine(A[0], A[1], B[0], DisturbanceMin, DisturbanceMax);
}
