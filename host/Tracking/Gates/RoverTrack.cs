using MultiAgentEdge.Host.Tracking.Poses;

namespace MultiAgentEdge.Host.Tracking.Gates;

/// <summary>Where one rover was last, and where else it is said to be.</summary>
internal sealed class RoverTrack
{
    /// <summary>After this silence a rover may be anywhere, µs.</summary>
    public const long SilenceUs = 2_000_000;

    // A place that was refused is believed when it has been said so long, and so often, without a jump of its own.
    private const long InsistingUs = 1_000_000;
    private const int InsistingCount = 5;

    private long elsewhereSinceUs;
    private int elsewhereCount;

    /// <summary>Last pose taken, its stamp on the host's clock; null: none yet.</summary>
    public PoseReading? Last { get; private set; }

    /// <summary>Last pose refused as a jump; null: none since.</summary>
    public PoseReading? Elsewhere { get; private set; }

    /// <summary>The first of those that go on to <see cref="Elsewhere"/>.</summary>
    public PoseReading? ElsewhereFirst { get; private set; }

    public bool Insists => elsewhereCount >= InsistingCount && Elsewhere!.StampUs - elsewhereSinceUs >= InsistingUs;

    public bool IsFresh(long nowUs) => Last is not null && nowUs - Last.StampUs <= SilenceUs;

    public bool IsSaidElsewhere(long nowUs) => Elsewhere is not null && nowUs - Elsewhere.StampUs <= SilenceUs;

    public void Take(PoseReading pose)
    {
        Last = pose;
        (Elsewhere, ElsewhereFirst, elsewhereCount) = (null, null, 0);
    }

    /// <param name="goesOn">It follows from the one refused before.</param>
    public void Refuse(PoseReading pose, bool goesOn)
    {
        if (!goesOn || ElsewhereFirst is null)
            (ElsewhereFirst, elsewhereSinceUs, elsewhereCount) = (pose, pose.StampUs, 0);
        Elsewhere = pose;
        elsewhereCount++;
    }
}
