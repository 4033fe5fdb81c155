namespace MultiAgentEdge.Host.Tracking.Bench;

/// <summary>What <c>bench track</c> measured.</summary>
public sealed record TrackBenchResult
{
    /// <summary>Distance between every pose that was found and the true one, m, ascending.</summary>
    public required IReadOnlyList<double> PositionErrorsM { get; init; }

    /// <summary>Amounts, rad, ascending.</summary>
    public required IReadOnlyList<double> HeadingErrorsRad { get; init; }

    /// <summary>Position errors along an axis over the sigma given with them: root of the mean square; 1 is honest.</summary>
    public required double ErrorOverSigma { get; init; }

    /// <summary>Markers on rovers that were drawn, whether or not something lay over them.</summary>
    public required int Drawn { get; init; }

    /// <summary>Ids given to what is not that rover.</summary>
    public required int FalseIdentities { get; init; }

    /// <summary>Images for which no camera was found.</summary>
    public required int FramesWithoutFloor { get; init; }

    /// <summary>Looking alone, without drawing.</summary>
    public required double FramesPerS { get; init; }

    /// <summary>The same in time of processors, ms: what it is when nobody else uses them.</summary>
    public required double ProcessorMsPerFrame { get; init; }

    public static double Percentile(IReadOnlyList<double> ascending, double share) =>
        ascending.Count == 0 ? double.NaN : ascending[Math.Min(ascending.Count - 1, (int)Math.Ceiling(share * ascending.Count) - 1)];
}
