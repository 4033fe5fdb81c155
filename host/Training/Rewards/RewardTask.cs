using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Host.Worlds.Tasks;

namespace MultiAgentEdge.Host.Training.Rewards;

/// <summary>A task that the reward design knows by name, with what its bounds are computed from where no policy was measured.</summary>
/// <param name="Create">Agents, environments, T (0 for the task's own).</param>
/// <param name="Agents">As published, and the default.</param>
/// <param name="MostAgents">That fit, where the number can be chosen.</param>
/// <param name="PublishedSlowestStep">T-bar as published for those agents and the task's own T; 0 where nothing is, then T is
/// taken.</param>
public sealed record RewardTask(
    string Name, int Agents, int MostAgents, Func<int, int, int, IConstrainedTask> Create, int PublishedSlowestStep)
{
    public static IReadOnlyList<RewardTask> All { get; } =
    [
        new(
            "coverage", 3, CoverageTask.MostAgents,
            (agents, environments, horizon) => horizon > 0
                ? new CoverageTask(agents, environments, horizon)
                : new CoverageTask(agents, environments), 22),
        new(
            "docking", 1, 1,
            (_, environments, horizon) => horizon > 0 ? new DockingTask(environments, horizon) : new DockingTask(environments), 0),
    ];

    /// <summary>T-bar is the published one (tables of paper S2) where the task is the published one, else T; everything else holds for
    /// every policy.</summary>
    public RewardQuantities DefaultsFor(IConstrainedTask task)
    {
        var quantities = RewardQuantities.Of(task);
        var isPublished = PublishedSlowestStep > 0 && task.Agents == Agents && task.HorizonSteps == Create(Agents, 1, 0).HorizonSteps;
        return isPublished ? quantities with { SlowestStep = PublishedSlowestStep } : quantities;
    }
}
