using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// Lets a rover's perishable frames through once and in order, and begins anew where the rover does: with the info of a new life, with its
/// will, after a long silence, or when frames of a lower number speak of later ticks. What was recorded and is played again speaks of ticks
/// that have passed.
/// </summary>
internal sealed class RoverFrames
{
    /// <summary>Above three control periods of the slowest fleet (10 s).</summary>
    private const long SilenceUs = 31_000_000;

    private readonly ReceiveWindow window = new();
    private RoverLife? life;
    private uint tick;
    private long acceptedUs;

    /// <summary>True for a frame to be used.</summary>
    /// <param name="frameTick">Control period that it speaks of.</param>
    public bool Accept(FrameHeader header, uint frameTick, long nowUs)
    {
        if (nowUs - acceptedUs > SilenceUs)
            window.Reset();
        // Of a boot that the rover does not say it is in: one that has not said so yet drives on, an older one's frames fall back in time.
        var isOfAnotherBoot = life?.Boot is { } boot && header.Epoch != boot && header.Epoch > window.Epoch && window.Epoch != 0;
        if ((isOfAnotherBoot && unchecked((int)(frameTick - tick)) < 0) || !window.AcceptDated(header.Epoch, header.Sequence, frameTick))
            return false;
        (tick, acceptedUs) = (frameTick, nowUs);
        return true;
    }

    /// <summary>The rover has said which life this is; the same one again changes nothing, as after a mere reconnection.</summary>
    public void Begin(RoverLife said)
    {
        if (life is { } before && before != said)
            window.Reset();
        life = said;
    }

    /// <summary>A will came; that of an earlier life, which a broker says late, ends nothing.</summary>
    public void End(uint epoch)
    {
        if (epoch == window.Epoch)
            window.Reset();
    }
}
