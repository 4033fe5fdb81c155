namespace MultiAgentEdge.Host.Training.Rewards;

/// <summary>
/// The weights of reward (5) of paper S2: r = Alpha [terminal] - Penalty [violated] + Guidance g + Cost c.
/// </summary>
/// <param name="Alpha">Reward for the terminal condition, above 0.</param>
/// <param name="Penalty">k_p, at least 0.</param>
/// <param name="Guidance">k_g, at least 0.</param>
/// <param name="Cost">k_c, at most 0.</param>
/// <param name="Gamma">Discount, in (0, 1].</param>
public sealed record RewardWeights(double Alpha, double Penalty, double Guidance, double Cost, double Gamma)
{
    public double Reward(bool isTerminal, bool isViolated, double guidance, double cost) =>
        (isTerminal ? Alpha : 0.0) - (isViolated ? Penalty : 0.0) + (Guidance * guidance) + (Cost * cost);
}
