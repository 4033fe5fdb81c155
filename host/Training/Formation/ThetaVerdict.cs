namespace MultiAgentEdge.Host.Training;

/// <summary>What the guard makes of a theta that was evaluated.</summary>
public enum ThetaVerdict
{
    /// <summary>Cheaper than all before: kept.</summary>
    Best,

    /// <summary>Dearer than the best, but no divergence: learning goes on.</summary>
    Worse,

    /// <summary>So much dearer that learning goes back to the best.</summary>
    Diverged,
}
