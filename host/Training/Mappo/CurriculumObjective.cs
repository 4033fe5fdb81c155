namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>What is trained for.</summary>
public enum CurriculumObjective
{
    /// <summary>Stages 1 to 3.</summary>
    MinimumTime,

    /// <summary>Stages 1 to 4.</summary>
    MinimumAction,

    /// <summary>As many steps as stages 1 to 3 take, in one stage, by the reward that the task was published with: the
    /// comparison.</summary>
    Original,
}
