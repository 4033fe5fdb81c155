using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Poses;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Tracking.Live;

/// <summary>Hears where the rovers of a fleet say that they are: their motion frames, which they publish for each other.</summary>
public sealed class FleetEar : IDisposable
{
    private readonly IMessageLink link;
    private readonly string fleet;
    private readonly FrameHeader header = new();
    private readonly MotionFrame frame = new();

    /// <param name="link">Connected; this one's to dispose of.</param>
    public FleetEar(IMessageLink link, string fleet)
    {
        (this.link, this.fleet) = (link, fleet);
        link.Subscribe($"{Topics.Root}/{fleet}/+/{Topics.Motion}", QualityOfService.AtMostOnce);
    }

    public FleetWord Word { get; } = new();

    /// <param name="nowUs">The clock that poses are judged on.</param>
    public void Poll(long nowUs)
    {
        while (link.TryReceive(out var message))
        {
            if (!message.Retained && Topics.TrySplit(message.Topic, fleet, out var rover, out var leaf) && leaf == Topics.Motion
                && FrameCodec.TryOpen(message.Payload, message.Payload.Length, header) == FrameStatus.Ok && header.Kind == FrameKind.Motion
                && frame.TryRead(message.Payload, FrameCodec.HeaderBytes, header.PayloadLength))
                Word.Hear(new PoseReading(rover, frame.XM, frame.YM, frame.HeadingRad, frame.SigmaM, 0, nowUs, rover), nowUs);
            link.Recycle(message);
        }
    }

    public void Dispose() => link.Dispose();
}
