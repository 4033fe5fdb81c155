namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>One recorded episode of a reference implementation.</summary>
/// <param name="Variant">That recorded it: openai, mpe2 or pettingzoo.</param>
/// <param name="Options">Its physics and reward, with the sizes.</param>
/// <param name="Agents">N x 2, initial positions, m.</param>
/// <param name="Landmarks">L x 2, m.</param>
/// <param name="Steps">In the order of time.</param>
public sealed record ParticleTrace(
    string Variant, ParticleOptions Options, double[] Agents, double[] Landmarks, IReadOnlyList<ParticleTraceStep> Steps);
