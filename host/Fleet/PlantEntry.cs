namespace MultiAgentEdge.Host.Fleet;

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

    /// <summary>The number furthest, by its factor, from what the first rover of paper S1 has there: its key and its place, from
    /// 0.</summary>
    public (string Key, int Index) Oddest()
    {
        // Where the paper has 0 nothing up to 1 is odd.
        static double Factor(double value, double usual) =>
            usual == 0 ? Math.Log(Math.Max(1, Math.Abs(value))) : Math.Abs(Math.Log(Math.Max(Math.Abs(value), double.Epsilon) / usual));
        var usual = PaperS1[0];
        var factors = A.Select((value, i) => (Key: "a", Index: i, Factor: Factor(value, usual.A[i])))
            .Concat(B.Select((value, i) => (Key: "b", Index: i, Factor: Factor(value, usual.B[i]))));
        var (key, index, _) = factors.MaxBy(one => one.Factor);
        return (key, index);
    }

    public bool Equals(PlantEntry? other) =>
        other is not null && A.AsSpan().SequenceEqual(other.A) && B.AsSpan().SequenceEqual(other.B)
        && DisturbanceMin.Equals(other.DisturbanceMin) && DisturbanceMax.Equals(other.DisturbanceMax);

    public override int GetHashCode() => HashCode.Combine(A[0], A[1], B[0], DisturbanceMin, DisturbanceMax);
}
