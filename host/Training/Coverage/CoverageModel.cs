using MultiAgentEdge.Host.Worlds.Particles;

namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>What training coverage leaves: actors, and what they must be shown.</summary>
public sealed record CoverageModel
{
    /// <summary>As on the command line.</summary>
    public required string Algorithm { get; init; }

    /// <summary>N, agents that were trained.</summary>
    public required int Agents { get; init; }

    public required ObservationShape Shape { get; init; }

    /// <summary>One that all agents share, or one for each agent (original MADDPG).</summary>
    public required IReadOnlyList<CoverageActor> Actors { get; init; }

    /// <summary>T, steps of an episode: the unit of the time feature.</summary>
    public int EpisodeSteps { get; init; } = 25;

    /// <summary>Least distance between agents, and between landmarks, at the start of its episodes, m (paper S2: 0.3; S3: 0).</summary>
    public double InitialSeparationM { get; init; }
}
