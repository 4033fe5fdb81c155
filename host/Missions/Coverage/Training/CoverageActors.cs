using MultiAgentEdge.Actor;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>Between what training leaves and what a rover runs.</summary>
public static class CoverageActors
{
    private const int LargestActor = 1 << 18;

    /// <summary>One policy for each actor of the model: weights as they are, and how absent ones are shown.</summary>
    public static IReadOnlyList<CoveragePolicy> Policies(CoverageModel model) => [.. model.Actors.Select(actor => new CoveragePolicy
    {
        Sense = new CoverageSense(model.Shape.Landmarks, model.Shape.Others, model.Shape.TimeFeature ? model.EpisodeSteps : 0)
        {
            AbsentOther = (ObservationShape.AbsentM, ObservationShape.AbsentM),
            AbsentLandmark = (ObservationShape.AbsentM, ObservationShape.AbsentM),
        },
        Layers = [.. Enumerable.Range(0, actor.Sizes.Count - 1).Select(k =>
            new CoverageLayer(actor.Sizes[k], actor.Sizes[k + 1], actor.WeightsOf(k).ToArray(), actor.BiasesOf(k).ToArray()))],
    })];

    /// <summary>The network that a rover makes of a policy's parameter set.</summary>
    public static ActorNetwork Network(CoveragePolicy policy)
    {
        var bytes = CoverageParameterSet.Build(policy, [0.0, 0.0], 1);
        var set = new ParameterSet();
        var network = new ActorNetwork(LargestActor, LargestActor, policy.Layers.Max(layer => Math.Max(layer.Inputs, layer.Outputs)));
        var status = set.TryParse(bytes, bytes.Length);
        var configured = status == ParameterStatus.Ok ? network.TryConfigure(set) : ActorStatus.NotConfigured;
        return configured == ActorStatus.Ok
            ? network
            : throw new InvalidOperationException($"A set just built is refused: {status}, {configured}.");
    }
}
