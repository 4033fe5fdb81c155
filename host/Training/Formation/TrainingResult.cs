using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>Figures of a training run; first and last are means over <see cref="FormationTraining.Window"/> samples, or all where there are
/// fewer.</summary>
public sealed record TrainingResult
{
    public required double StageCostFirst { get; init; }

    public required double StageCostLast { get; init; }

    /// <summary>Share of the last samples with x11 below its bound.</summary>
    public required double ViolationRateLast { get; init; }

    public required double TdErrorAbsMeanLast { get; init; }

    /// <summary>Last samples, one a row.</summary>
    public required double[] CouplingErrorAbsMeanM { get; init; }

    public required int Rollbacks { get; init; }

    /// <summary>The returned theta's cost in the guard's closed loops.</summary>
    public required double GuardCost { get; init; }

    /// <summary>The best theta, one vector an agent.</summary>
    public required double[][] Theta { get; init; }

    public required IReadOnlyList<Theta> Maps { get; init; }

    /// <summary>New initial states: version 1 as it is.</summary>
    public required FormationResult NoLearning { get; init; }

    /// <summary>The same initial states: version 1 with the best theta.</summary>
    public required FormationResult Learned { get; init; }

    /// <summary>The same initial states: true model, tightening 0.05.</summary>
    public required FormationResult Oracle { get; init; }
}
