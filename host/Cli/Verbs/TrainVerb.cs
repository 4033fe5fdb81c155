using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Learning.</summary>
public sealed class TrainVerb(MissionList missions) : Verb
{
    public override string Name => "train";

    public override string Summary => "Learn parameters in simulation.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae train formation", "cooperative Q-learning on the formation example"),
        ("mae train coverage", "a team that any number of agents can join"),
        ("mae train delivery", "a fleet that gets more done each day"),
        ("mae train formation --seeds 1..8 --workers 2", "eight runs by two processes, in one table and one page"),
        ("mae train coverage --seeds 1..3 --sweep learning_rate=0.003,0.01", "every value with every seed"),
    ];

    public override IReadOnlyList<Verb> Children { get; } =
    [
        .. missions.All.Select(mission => mission.Train).OfType<Verb>().Select(training => new BatchedTrainVerb(training)),
        new TrainListVerb(), new TrainShowVerb(), new TrainStopVerb(), new TrainRetryVerb(), new TrainWorkVerb(),
    ];
}
