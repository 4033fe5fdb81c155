namespace MultiAgentEdge.Host.Training.Rewards;

/// <summary>Which bound of the guidance weight is asked for.</summary>
public enum RewardForm
{
    /// <summary>The paper's: certifies that the constraints are kept. Two safe policies of different times may still be in the wrong
    /// order.</summary>
    Paper,

    /// <summary>Certifies the order of times too: smaller by the factor 1 - gamma.</summary>
    Strict,
}
