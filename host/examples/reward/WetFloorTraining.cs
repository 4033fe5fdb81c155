using MultiAgentEdge.Host.Training.Mappo;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Host.Training.Rewards;
using MultiAgentEdge.Host.Worlds.Tasks;

namespace WetFloor;

/// <summary>What the library makes of the task: bounds and weights for its reward, and a policy learned by MAPPO. Same seed,
/// same bits.</summary>
public static class WetFloorTraining
{
    public const RewardProblem Problem = RewardProblem.MinimumTime;
    public const double Alpha = 10;
    public const double Gamma = 0.99;

    private const int Environments = 30;
    private const int Updates = 300;

    /// <summary>What holds for every policy; a policy that was measured makes some of it tighter.</summary>
    public static RewardQuantities Quantities { get; } = RewardQuantities.Of(new WetFloorTask(1));

    /// <summary>Between which bounds the weights keep the best policy dry.</summary>
    public static IReadOnlyList<WeightBound> Bounds { get; } = RewardDesign.Bounds(Problem, RewardForm.Paper, Alpha, Gamma, Quantities);

    public static RewardWeights Recommended { get; } = RewardDesign.Recommend(Problem, RewardForm.Paper, Alpha, Gamma, Quantities);

    /// <summary>Learns for some two hundred thousand steps and plays a thousand episodes.</summary>
    /// <param name="weights">Null: by the task's own reward.</param>
    public static TaskEvaluation Run(RewardWeights? weights, ulong seed, CancellationToken cancellation = default)
    {
        IConstrainedTask task = new WetFloorTask(Environments);
        // More entropy than the default: the way round is only found by who still tries.
        var learner = new Mappo(task, new MappoOptions
        {
            Seed = seed,
            RolloutSteps = task.HorizonSteps,
            LearningRate = 2e-3f,
            Entropy = 0.05f,
            AverageUpdates = 50,
            ActorHidden = [32, 32],
            CriticHidden = [32, 32],
        });
        for (var i = 0; i < Updates; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            learner.Update(weights, Gamma);
        }

        var policy = new Mlp(learner.Average.Sizes, Environments);
        policy.CopyFrom(learner.Average);
        return TaskEvaluation.Run(task, policy, episodes: 1000, seed: 77, cancellation);
    }
}
