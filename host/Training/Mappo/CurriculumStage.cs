using MultiAgentEdge.Host.Training.Rewards;

namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>A stage that is still to come.</summary>
/// <param name="Problem">Whose bounds its weights keep to; null for the task's original reward.</param>
/// <param name="LevelShare">State constraint as a share of the full one, 0 to 1.</param>
/// <param name="Steps">Environment steps, 1 or more.</param>
/// <param name="Gamma">Discount.</param>
public sealed record CurriculumStage(RewardProblem? Problem, double LevelShare, long Steps, double Gamma)
{
    public string Name => Problem switch
    {
        RewardProblem.MinimumTimeUnconstrained => "minimum time, no constraint",
        RewardProblem.MinimumTime => LevelShare < 1.0 ? "minimum time, lighter constraint" : "minimum time",
        RewardProblem.MinimumCost => "minimum cost",
        _ => "original reward",
    };
}
