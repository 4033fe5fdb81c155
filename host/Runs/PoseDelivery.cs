using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Runs;

/// <summary>Takes a pose to its rover.</summary>
/// <param name="rover">Index of the rover.</param>
/// <param name="name">Its name.</param>
/// <param name="frame">What the tracker says; valid during the call.</param>
public delegate void PoseDelivery(int rover, string name, PoseFrame frame);
