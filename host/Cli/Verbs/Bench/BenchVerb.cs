using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Measurements on this machine.</summary>
public sealed class BenchVerb(MissionList missions) : Verb
{
    public override string Name => "bench";

    public override string Summary =>
        "Measure this machine: solver, broker and link, fleets under faults, particle world, training, routes, pose, safety, camera "
        + "tracker; or count what a board would do.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae bench solver", "times and residuals on the sample problems"), ("mae bench link", "50 rovers at 20 Hz through one broker")];

    public override IReadOnlyList<Verb> Children { get; } =
        [new BenchSolverVerb(), new BenchLinkVerb(), new BenchFleetVerb(), new BenchFaultsVerb(), new BenchWorldVerb(),
            new BenchLearningVerb(), new BenchRouteVerb(), new BenchPoseVerb(), new BenchSafetyVerb(), new BenchTrackVerb(), new BenchBoardVerb(missions)];
}
