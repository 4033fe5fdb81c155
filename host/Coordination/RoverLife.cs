namespace MultiAgentEdge.Host.Coordination;

/// <summary>One life of a rover, from its info: which boot, and which of several that a rover of this name ever had.</summary>
/// <param name="Boot">Times it was switched on, and the epoch of its frames; null where it has not said.</param>
/// <param name="Instance">Its number of this life; null from a rover that has none.</param>
public readonly record struct RoverLife(long? Boot, long? Instance);
