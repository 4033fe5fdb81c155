using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Formation.Learning;

/// <summary>Parameters that all rovers are to drive with from one tick on.</summary>
/// <param name="Theta">One vector an agent, as change from the start.</param>
/// <param name="IsRollback">Whether they are an older set's, because the one driven now costs more.</param>
/// <param name="Why">For people.</param>
public sealed record PushOrder(IReadOnlyList<double[]> Theta, bool IsRollback, string Why);
