using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Training.Rewards;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>The reward design of paper S2.</summary>
public sealed class RewardVerb : Verb
{
    public override string Name => "reward";

    public override string Summary => "Design a reward whose best policy keeps its constraints: bounds of the weights, and why.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae reward coverage", "bounds and weights of the coverage task"),
        ("mae reward docking --form strict", "another task, and the bounds that also certify the order of times"),
    ];

    public override IReadOnlyList<Verb> Children { get; } = [.. RewardTask.All.Select(task => new RewardTaskVerb(task))];
}
