using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Tracking.Poses;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Tracking.Live;

/// <summary>Hands poses on to the rovers of a fleet, as the frames that boards read; signed where the fleet has a key.</summary>
/// <param name="link">Connected; the caller's to dispose of.</param>
public sealed class PoseFrames(FleetLink link)
{
    // One clock, the host's, whatever trackers there are behind it: to a rover it is one tracker.
    private const int Source = 1;

    private readonly PoseFrame frame = new();

    public long Sent { get; private set; }

    public void Poll() => link.Session.Poll(link.NowUs);

    public void Send(PoseReading pose)
    {
        (frame.Source, frame.Flags, frame.StampUs) = (Source, pose.HasHeading ? PoseFrame.HasHeading : 0, pose.StampUs);
        (frame.XM, frame.YM, frame.HeadingRad) = (pose.XM, pose.YM, pose.HasHeading ? pose.HeadingRad : 0);
        (frame.SigmaM, frame.SigmaRad) = ((float)pose.SigmaM, pose.HasHeading ? (float)pose.SigmaRad : 0);
        Sent += link.Session.Send(pose.Rover, Topics.Pose, FrameKind.Pose, frame.Write) ? 1 : 0;
    }
}
