using MultiAgentEdge.Host.Tracking.Poses;

namespace MultiAgentEdge.Host.Tracking.Gates;

/// <summary>What a gate says of a pose.</summary>
/// <param name="Pose">With its stamp on the host's clock; null: refused.</param>
/// <param name="What">For a person: what is wrong, with which rover; empty where it is taken.</param>
public sealed record PoseVerdict(PoseReading? Pose, PoseRefusal Why, string What)
{
    public static PoseVerdict Taken(PoseReading pose) => new(pose, PoseRefusal.None, "");

    public static PoseVerdict Refused(PoseRefusal why, string what) => new(null, why, what);
}
