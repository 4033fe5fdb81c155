namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>The order of the two Euler steps.</summary>
public enum IntegrationOrder
{
    /// <summary>v = 0.75 v + f dt, then p = p + v dt with the new v (OpenAI).</summary>
    VelocityFirst,

    /// <summary>p = p + v dt with the old v, then v (MPE2).</summary>
    PositionFirst,
}
