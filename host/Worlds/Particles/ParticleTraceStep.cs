namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>One recorded time step: the actions, and what they led to.</summary>
/// <param name="Discrete">N, or null where the actions are continuous.</param>
/// <param name="Continuous">N x 5, or null.</param>
/// <param name="Positions">N x 2, m.</param>
/// <param name="Velocities">N x 2, m/s.</param>
/// <param name="Observations">One for each agent: velocity, position, landmarks and others relative in the order of their index, zeros for
/// what others say.</param>
/// <param name="Individual">N rewards.</param>
/// <param name="Shared">Their sum, which the reference hands to everybody.</param>
public sealed record ParticleTraceStep(
    int[]? Discrete, double[]? Continuous, double[] Positions, double[] Velocities, double[][] Observations, double[] Individual,
    double Shared);
