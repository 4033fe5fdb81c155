using MultiAgentEdge.Host.Training.Rewards;

namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>Options of <see cref="Curriculum"/>; the defaults are paper S2's, tables 2 and 3.</summary>
public sealed record CurriculumOptions
{
    public MappoOptions Learner { get; init; } = new();

    public CurriculumObjective Objective { get; init; } = CurriculumObjective.MinimumAction;

    public RewardForm Form { get; init; } = RewardForm.Paper;

    /// <summary>Reward for the terminal condition, above 0.</summary>
    public double Alpha { get; init; } = 10.0;

    /// <summary>Discount of the minimum-time stages, in (0, 1).</summary>
    public double Gamma { get; init; } = 0.99;

    /// <summary>All stages' steps times this, above 0.</summary>
    public double StepScale { get; init; } = 1.0;

    /// <summary>Ablation: k_p of every stage that has one, times this.</summary>
    public double PenaltyScale { get; init; } = 1.0;

    /// <summary>Ablation: k_g of stages 2 and 3, times this.</summary>
    public double GuidanceScale { get; init; } = 1.0;

    /// <summary>Ablation: k_c, times this.</summary>
    public double CostScale { get; init; } = 1.0;

    /// <summary>Weights outside their bounds are taken all the same.</summary>
    public bool Force { get; init; }

    /// <summary>Deterministic episodes by which a stage's policy is measured.</summary>
    public int EvaluationEpisodes { get; init; } = 10_000;

    /// <summary>Environment steps between two points of the curves.</summary>
    public int CurveSteps { get; init; } = 7_500;

    /// <summary>
    /// The learner's rate falls linearly in each minimum-time stage to this share of it, in (0, 1]. Not the paper's: at a constant rate (1)
    /// the violations of a policy go up and down by a percent from one update to the next, and a stage ends wherever that stands. The
    /// minimum-cost stage keeps its rate: where it fell, more episodes were left unfinished by agents that save their moves; its steadiness
    /// comes from <see cref="Mappo.Average"/>.
    /// </summary>
    public double LearningRateLast { get; init; } = 0.1;

    public IReadOnlyList<CurriculumStage> Stages => Objective switch
    {
        CurriculumObjective.Original => [Stage(null, 1.0, 7e6, Gamma)],
        CurriculumObjective.MinimumTime => TimeStages,
        _ => [.. TimeStages, Stage(RewardProblem.MinimumCost, 1.0, 4e6, 1.0)],
    };

    private CurriculumStage[] TimeStages =>
    [
        Stage(RewardProblem.MinimumTimeUnconstrained, 0.0, 3e6, Gamma),
        Stage(RewardProblem.MinimumTime, 0.25 / 0.3, 2e6, Gamma),
        Stage(RewardProblem.MinimumTime, 1.0, 2e6, Gamma),
    ];

    private CurriculumStage Stage(RewardProblem? problem, double level, double steps, double gamma) =>
        new(problem, level, Math.Max(1, (long)Math.Round(steps * StepScale)), gamma);
}
