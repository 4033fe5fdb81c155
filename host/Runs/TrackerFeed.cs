using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Runs;

/// <summary>
/// A simulated tracker for simulated rovers: looks at the truth when its time has come, and says what it saw when its latency is over, each
/// rover in a sealed pose frame as any tracker would. In lock-step give <see cref="NextUs"/> to the loop and call <see cref="Poll"/> with
/// the host; in real time call it every millisecond.
/// </summary>
/// <param name="options">Rate, latency, faults.</param>
/// <param name="rovers">Their names and wheels, made with <c>isTracked</c>.</param>
/// <param name="deliver">Seals and sends: <see cref="ByHand"/> in lock-step, <see cref="BySession"/> in real time.</param>
public sealed class TrackerFeed(TrackerOptions options, IReadOnlyList<(string Name, SimulatedWheels Wheels)> rovers, PoseDelivery deliver)
{
    private readonly SimulatedTracker tracker = new(options, rovers.Count);
    private readonly TruePose[] truth = new TruePose[rovers.Count];
    private readonly PoseFrame frame = new();

    /// <summary>When something happens next, on the rovers' clock.</summary>
    public long NextUs => Math.Min(tracker.NextExposureUs, tracker.NextArrivalUs ?? long.MaxValue);

    /// <summary>Poses said so far.</summary>
    public long Sent { get; private set; }

    /// <summary>False: it sees nothing, and says only what is on its way.</summary>
    public bool Sees { get; set; } = true;

    public void Poll(long nowUs)
    {
        while (tracker.NextExposureUs <= nowUs)
        {
            var atUs = tracker.NextExposureUs;
            for (var i = 0; i < truth.Length; i++)
                truth[i] = rovers[i].Wheels.TruthAt(atUs);
            tracker.Expose(truth, Sees);
        }

        while (tracker.TryTake(nowUs, out var seen))
        {
            var hasHeading = !double.IsNaN(seen.Pose.HeadingRad);
            (frame.Source, frame.Flags, frame.StampUs) = (options.Source, hasHeading ? PoseFrame.HasHeading : 0, seen.StampUs);
            (frame.XM, frame.YM, frame.HeadingRad) = (seen.Pose.XM, seen.Pose.YM, hasHeading ? seen.Pose.HeadingRad : 0);
            (frame.SigmaM, frame.SigmaRad) = ((float)seen.SigmaM, (float)seen.SigmaRad);
            Sent++;
            deliver(seen.Rover, rovers[seen.Rover].Name, frame);
        }
    }

    /// <summary>Over the session's link, as a real tracker does.</summary>
    public static PoseDelivery BySession(FleetSession session) =>
        (_, name, frame) => session.Send(name, Topics.Pose, FrameKind.Pose, frame.Write);

    /// <summary>At the very instant, past the network: a run in lock-step gives the same bits, whatever the broker.</summary>
    public static PoseDelivery ByHand(FleetSession session, IReadOnlyList<RoverInstance> instances) => (rover, name, frame) =>
        instances[rover].Hear(Topics.Of(session.Fleet, name, Topics.Pose), session.Seal(name, FrameKind.Pose, frame.Write));
}
