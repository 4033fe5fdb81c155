using MultiAgentEdge.Host.Tracking.Floor;

namespace MultiAgentEdge.Host.Tracking.Poses;

/// <summary>What one image shows.</summary>
/// <param name="File">Its name, without the folder.</param>
public sealed record ImagePoses(string File)
{
    public IReadOnlyList<MarkerPose> Poses { get; init; } = [];

    /// <summary>Ids of the floor markers seen.</summary>
    public IReadOnlyList<int> FloorMarkers { get; init; } = [];

    /// <summary>Ids that are neither on the floor nor on a rover of the setup, or that are seen twice.</summary>
    public IReadOnlyList<int> Strangers { get; init; } = [];

    /// <summary>Rover markers that are no squares of their size at their height.</summary>
    public IReadOnlyList<int> Skewed { get; init; } = [];

    /// <summary>Null: no camera was found for it.</summary>
    public FloorView? View { get; init; }

    /// <summary>For a person: why there is no pose; null where there is one.</summary>
    public string? Note { get; init; }
}
