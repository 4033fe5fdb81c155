namespace MultiAgentEdge.Host.Training;

/// <summary>What one iteration of Algorithm 1 came to.</summary>
public sealed record DeliveryIteration
{
    public required IReadOnlyList<DeliveryAgentResult> Agents { get; init; }

    /// <summary>In the order in which they began.</summary>
    public required IReadOnlyList<EdgeTraversal> Traversals { get; init; }

    /// <summary>Traversals that took longer or used more than the edge's stored one.</summary>
    public required int CapacityIncreases { get; init; }

    /// <summary>Events at which (31) had no solution: the agent took the way home that is best for it.</summary>
    public required int InfeasiblePlans { get; init; }

    public required int Replans { get; init; }

    public required double ReplanMsMax { get; init; }

    /// <summary>What differed from what the theorems assume, in words; empty where nothing did.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>One that several agents passed counts once.</summary>
    public int NodesVisited => Agents.SelectMany(agent => agent.Places).Distinct().Count();

    /// <summary>When the last agent was home.</summary>
    public double TimeS => Agents.Max(agent => agent.TimeS);

    /// <summary>Of the agent that used most.</summary>
    public double Battery => Agents.Max(agent => agent.Battery);

    public int InfeasibleSteps => Traversals.Sum(traversal => traversal.InfeasibleSteps);

    public bool AllCameHome => Agents.All(agent => agent.CameHome);
}
