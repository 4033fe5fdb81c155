using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Poses;

namespace MultiAgentEdge.Host.Tracking.Sources;

/// <summary>Who takes poses from a source.</summary>
public interface IPoseTaker
{
    /// <param name="stampUs">On the tracker's clock; null: it has none.</param>
    void Take(PoseReading pose, long? stampUs);

    /// <summary>What was said is no pose.</summary>
    void Refuse(PoseRefusal why, string what);

    /// <summary>Something for a person: no marker is seen, the camera was moved.</summary>
    void Note(string what);
}
