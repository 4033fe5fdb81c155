using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Setup;

namespace MultiAgentEdge.Host.Tracking.Sources;

/// <summary>
/// Poses that others publish as JSON on <c>mae/1/&lt;fleet&gt;/&lt;rover&gt;/pose/json</c>: read here, checked, and handed on as what
/// boards read.
/// </summary>
public sealed class TopicSource : IPoseSource
{
    public const string Leaf = Topics.Pose + "/json";

    private readonly IMessageLink link;
    private readonly string fleet;
    private readonly TrackingSetup setup;

    /// <param name="link">Connected; this one's to dispose of.</param>
    public TopicSource(IMessageLink link, string fleet, TrackingSetup setup)
    {
        (this.link, this.fleet, this.setup) = (link, fleet, setup);
        link.Subscribe($"{Topics.Root}/{fleet}/+/{Leaf}", QualityOfService.AtMostOnce);
    }

    public string Kind => "topic";

    /// <summary>With the connection.</summary>
    public bool IsOver => !link.IsConnected;

    public bool IsEndless => true;

    public void Poll(TimeSpan wait, IPoseTaker taker)
    {
        if (!link.WaitForMessage(wait))
            return;
        while (link.TryReceive(out var message))
        {
            // What a broker has kept says nothing of now.
            if (message.Retained || !Topics.TrySplit(message.Topic, fleet, out var rover, out var leaf) || leaf != Leaf)
                continue;
            if (message.Payload.Length > PoseLine.MaxBytes)
                taker.Refuse(PoseRefusal.TooLong, $"A pose on {rover}/{Leaf} is longer than {PoseLine.MaxBytes} bytes.");
            else if (PoseLine.Read(message.Payload, setup, Kind, rover, out var stampUs, out var why) is not { } pose)
                taker.Refuse(PoseRefusal.NoPose, why);
            else if (pose.Rover != rover)
                taker.Refuse(PoseRefusal.NoPose, $"A pose of {pose.Rover} stands on the topic of {rover}.");
            else
                taker.Take(pose, stampUs);
        }
    }

    public void Dispose() => link.Dispose();
}
