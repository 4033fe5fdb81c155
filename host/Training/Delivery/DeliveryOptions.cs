using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>Everything a delivery training run is a function of, besides its graph.</summary>
public sealed record DeliveryOptions
{
    /// <summary>Rovers, 1 or more.</summary>
    public int Agents { get; init; } = 1;

    /// <summary>Iterations after the first, conservative one; 0 or more.</summary>
    public int Iterations { get; init; } = 5;

    /// <summary>Seed of the disturbance.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// What a traversal may use beyond its estimate, as a share of it, &gt;= 0: the worst case that plans keep to. 0 where the model is
    /// exact, as Theorem 1 bounds every traversal by the estimate.
    /// </summary>
    public double Margin { get; init; }

    /// <summary>See <see cref="MultiAgentEdge.Delivery.LearningMpc.BlendsTurns"/>.</summary>
    public bool BlendsTurns { get; init; }

    public DeliveryDisturbance Disturbance { get; init; } = new();
}
