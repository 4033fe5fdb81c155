using MultiAgentEdge.Host.Worlds.Tasks;

namespace MultiAgentEdge.Host.Training.Rewards;

/// <summary>What the bounds are computed from; each is measured on a policy or taken from the task's declaration.</summary>
/// <param name="HorizonSteps">T.</param>
/// <param name="SlowestStep">T-bar of (14): the slowest step at which the policy learned without state constraint is terminal, 1 to
/// T.</param>
/// <param name="LargestCost">C-bar of (11): the largest cost of an episode of a policy that keeps all constraints, above 0.</param>
/// <param name="GuidanceBound">G of Assumption 1: no guidance is below -G, above 0.</param>
/// <param name="GuidanceMaximum">The greatest guidance of any state.</param>
public sealed record RewardQuantities(int HorizonSteps, int SlowestStep, double LargestCost, double GuidanceBound, double GuidanceMaximum)
{
    /// <summary>What holds for every policy: nothing is slower than T, nothing costs more than T times the largest step cost.</summary>
    public static RewardQuantities Of(IConstrainedTask task) =>
        new(task.HorizonSteps, task.HorizonSteps, task.HorizonSteps * task.StepCostLimit, task.GuidanceBound, task.GuidanceMaximum);
}
