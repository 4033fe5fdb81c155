using MultiAgentEdge.Host.Tracking.Poses;

namespace MultiAgentEdge.Host.Tracking.Gates;

/// <summary>Where rovers say themselves that they are. A tracker that begins with two identities swapped contradicts them.</summary>
public sealed class FleetWord
{
    private const long FreshUs = 3_000_000;

    // A rover less sure of itself is no witness, m.
    private const double SureM = 0.3;

    private readonly Dictionary<string, (PoseReading Pose, long AtUs)> words = [];

    /// <param name="atUs">On the host's clock.</param>
    public void Hear(PoseReading own, long atUs) => words[own.Rover] = (own, atUs);

    /// <summary>Where a rover says it is; null: it has not, for long, or is not sure.</summary>
    public PoseReading? Of(string rover, long nowUs) =>
        words.TryGetValue(rover, out var word) && nowUs - word.AtUs < FreshUs && word.Pose.SigmaM < SureM ? word.Pose : null;

    public IEnumerable<PoseReading> Others(string rover, long nowUs) =>
        words.Keys.Where(other => other != rover).Select(other => Of(other, nowUs)).OfType<PoseReading>();
}
