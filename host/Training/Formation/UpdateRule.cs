namespace MultiAgentEdge.Host.Training;

/// <summary>How <see cref="FormationLearner"/> moves theta.</summary>
public enum UpdateRule
{
    /// <summary>(22) of paper S1 and nothing else: the normalised gradient step for every block.</summary>
    QLearning,

    /// <summary>
    /// The model by regularised least squares on its prediction error, the tightening by the shortfall of plans, (22) for all other blocks:
    /// Q-learning with system identification, Martinsen, Lekkas and Gros, "Combining system identification with reinforcement
    /// learning-based MPC", IFAC 2020.
    /// </summary>
    Identification,
}
