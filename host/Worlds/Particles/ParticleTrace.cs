namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>One recorded episode of a reference implementation.</summary>
/// <param name="Options">The variant that recorded it, with its sizes.</param>
/// <param name="Agents">N x 2, initial positions, m.</param>
/// <param name="Landmarks">L x 2, m.</param>
/// <param name="Steps">In the order of time.</param>
public sealed record ParticleTrace(ParticleOptions Options, double[] Agents, double[] Landmarks, IReadOnlyList<ParticleTraceStep> Steps);
