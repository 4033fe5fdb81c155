using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Host.Worlds.Tasks;

namespace MultiAgentEdge.Host.Training.Rewards;

/// <summary>A task that the reward design knows by name, with what its bounds are computed from where no policy was measured.</summary>
/// <param name="Create">Agents, environments, T (0 for the task's own).</param>
/// <param name="PublishedSlowestStep">T-bar as published; 0 where nothing is, then T is taken.</param>
public sealed record RewardTask(string Name, int Agents, Func<int, int, int, IConstrainedTask> Create, int PublishedSlowestStep)
{
    public static IReadOnlyList<RewardTask> All { get; } =
    [
        new("coverage", 3, (agents, environments, horizon) => horizon > 0 ? new CoverageTask(agents, environments, horizon) : new CoverageTask(agents, environments), 22),
        new("docking", 1, (_, environments, horizon) => horizon > 0 ? new DockingTask(environments, horizon) : new DockingTask(environments), 0),
    ];

    /// <summary>T-bar is the published one (tables of paper S2) or T; everything else holds for every policy.</summary>
    public RewardQuantities DefaultsFor(IConstrainedTask task)
    {
        var quantities = RewardQuantities.Of(task);
        return PublishedSlowestStep > 0 && PublishedSlowestStep < quantities.HorizonSteps ? quantities with { SlowestStep = PublishedSlowestStep } : quantities;
    }
}
