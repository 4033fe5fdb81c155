using MultiAgentEdge.Delivery;

namespace MultiAgentEdge.Host.Training;

/// <summary>What one drive along one edge came to.</summary>
public sealed record EdgeTraversal
{
    /// <summary>Index of the agent that drove.</summary>
    public int Agent { get; init; }

    public required int From { get; init; }

    public required int To { get; init; }

    /// <summary>What was driven, ready to be the edge's next safe set (25).</summary>
    public required EdgeSafeSet Driven { get; init; }

    public required double TimeS { get; init; }

    /// <summary>Share of the battery used on this edge.</summary>
    public required double Battery { get; init; }

    /// <summary>Distance from the node at the end, m; rounding unless something disturbed the drive.</summary>
    public required double ArrivalErrorM { get; init; }

    /// <summary>Steps that had no plan with the guarantee and could not be brought back.</summary>
    public required int InfeasibleSteps { get; init; }

    /// <summary>Steps whose reading was off the plan.</summary>
    public required int OffPlanSteps { get; init; }

    public required int Qps { get; init; }

    public required double StepMsSum { get; init; }

    public required double StepMsMax { get; init; }
}
