namespace MultiAgentEdge.Host.Training.Coverage;

/// <summary>
/// A learner of the coverage task, advanced piece by piece by whoever shows it, saves it and stops it (<c>mae train coverage</c>). A pure
/// function of its options: same options, same bits, also across <see cref="Save"/> and <see cref="Load"/>.
/// </summary>
public interface ICoverageTrainer
{
    /// <summary>As on the command line: maddpg-scope, maddpg, mappo.</summary>
    string Algorithm { get; }

    /// <summary>Raised whenever <see cref="Save"/> writes something else.</summary>
    int CheckpointSchema { get; }

    /// <summary>Environment steps done; the run is over at <see cref="Steps"/>.</summary>
    long StepsDone { get; }

    /// <summary>Environment steps in all.</summary>
    long Steps { get; }

    /// <summary>
    /// Environment steps up to which a longer run of otherwise the same options has the same bits: from there on something follows the
    /// run's whole length. A run that is to be longer goes on from there, and comes to the bits of one that was so long from the start.
    /// </summary>
    long SharedSteps { get; }

    /// <summary>Gradient updates of an actor and its critic done.</summary>
    long Updates { get; }

    /// <summary>Columns of the learning curves beside the steps, unit in the name; the first is what a progress line shows.</summary>
    IReadOnlyList<string> CurveNames { get; }

    /// <summary>Where the run changes what it learns (a curriculum's stages): name and first step. Empty without stages.</summary>
    IReadOnlyList<CoverageStage> Stages { get; }

    /// <summary>One piece: a second of work at most, at least one environment step.</summary>
    void Advance();

    /// <summary>The figures since the last call, one for each name; NaN where there is none.</summary>
    double[] ReadCurve();

    /// <summary>What would be deployed now.</summary>
    CoverageModel Model();

    void Save(BinaryWriter writer);

    /// <exception cref="CheckpointException">Written by a run of other options.</exception>
    void Load(BinaryReader reader);
}
