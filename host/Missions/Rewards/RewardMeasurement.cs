using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Coverage.Training;
using MultiAgentEdge.Host.Training.Mappo;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Host.Worlds.Tasks;

namespace MultiAgentEdge.Host.Missions.Rewards;

/// <summary>T-bar, C-bar and the guidance that a trained policy met.</summary>
/// <param name="SlowestStep">Without state constraint, (14) of paper S2.</param>
/// <param name="LargestCost">Under the full state constraint, (11).</param>
public sealed record RewardMeasurement(int SlowestStep, double LargestCost, double GuidanceLeast, double GuidanceGreatest)
{
    private const int Episodes = 10_000;
    private const ulong Seed = 0xC0FE;

    /// <exception cref="MaeException">The run holds no policy for this task.</exception>
    public static RewardMeasurement Of(string run, IConstrainedTask task, CancellationToken cancellation)
    {
        var model = CoveragePolicyFolder.Read(run).Model;
        if (model.Agents != task.Agents || model.Shape.Width != task.ObservationWidth || !model.Shape.TimeFeature
            || model.Actors.Count != 1)
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE530",
                $"{run} was trained by {model.Algorithm} for {model.Agents} agents{(model.Shape.TimeFeature ? "" : " without the time")}: "
                + $"{model.Shape.Width} numbers; this task shows {task.ObservationWidth} to each of {task.Agents}, the time among them.",
                $"Name a run of: mae train coverage --algorithm mappo --agents {task.Agents}; or give this verb the --agents of the run.");
        }

        var actor = model.Actors[0];
        var policy = new Mlp(actor.Sizes, task.Environments * task.Agents);
        actor.Weights.CopyTo(policy.Parameters);
        var level = task.ConstraintLevel;
        task.ConstraintLevel = 0.0;
        var free = TaskEvaluation.Run(task, policy, Episodes, Seed, cancellation);
        task.ConstraintLevel = task.FullConstraintLevel;
        var safe = TaskEvaluation.Run(task, policy, Episodes, Seed, cancellation);
        task.ConstraintLevel = level;
        return new(
            free.SlowestStep, safe.LargestCost, Math.Min(free.GuidanceLeast, safe.GuidanceLeast),
            Math.Max(free.GuidanceGreatest, safe.GuidanceGreatest));
    }
}
