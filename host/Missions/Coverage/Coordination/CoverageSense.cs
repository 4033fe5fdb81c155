namespace MultiAgentEdge.Host.Missions.Coverage.Coordination;

/// <summary>What a coverage actor is shown, in the order velocity, position, landmarks, others, time
/// (shared/Actor/CoverageObservation).</summary>
/// <param name="Landmarks">NL, nearest first.</param>
/// <param name="Others">NO, nearest first.</param>
/// <param name="EpisodePeriods">T of the time feature; 0: no such feature.</param>
public sealed record CoverageSense(int Landmarks, int Others, int EpisodePeriods = 0)
{
    /// <summary>Distance to which others are seen, m.</summary>
    public double RangeM { get; init; } = double.PositiveInfinity;

    /// <summary>Others out of range are shown where they were last seen (paper S3, Fig. 3b).</summary>
    public bool HasMemory { get; init; } = true;

    /// <summary>In the place of a missing other; null: those present are shown again.</summary>
    public (double XM, double YM)? AbsentOther { get; init; }

    /// <summary>In the place of a missing landmark; null: those present are shown again.</summary>
    public (double XM, double YM)? AbsentLandmark { get; init; }

    /// <summary>Numbers in the observation.</summary>
    public int Width => 4 + (2 * (Landmarks + Others)) + (EpisodePeriods > 0 ? 1 : 0);
}
