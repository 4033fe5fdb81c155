namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>A trace file that cannot be replayed: which field, and what is wrong with it.</summary>
public sealed class ParticleTraceException(string message, Exception? inner = null) : Exception(message, inner);
