namespace MultiAgentEdge.Host.Training;

/// <summary>
/// One control period as experience, from a plant or from rovers that drive: s, a, L(s, a), s+ of paper S1 with the multipliers that the
/// rounds of either period left. Arrays are read during the call only, so one object may serve a whole run.
/// </summary>
public sealed class FormationTransition
{
    /// <summary>s, one state an agent.</summary>
    public required double[][] States { get; init; }

    /// <summary>a as applied, exploration included, inside the boxes, one input an agent.</summary>
    public required double[][] Inputs { get; init; }

    /// <summary>What the policy planned before exploration; null: <see cref="Inputs"/>.</summary>
    public double[][]? PlannedInputs { get; init; }

    /// <summary>mu at s, N x n_c, undiscounted.</summary>
    public required double[] Multipliers { get; init; }

    /// <summary>s+, one state an agent.</summary>
    public required double[][] NextStates { get; init; }

    /// <summary>mu at s+, N x n_c, undiscounted.</summary>
    public required double[] NextMultipliers { get; init; }

    /// <summary>L(s, a), (32).</summary>
    public double StageCost { get; set; }
}
