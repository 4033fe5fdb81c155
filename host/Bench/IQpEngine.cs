using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Bench;

/// <summary>A quadratic programming solver under the stop-watch.</summary>
public interface IQpEngine : IDisposable
{
    /// <summary>n: the last minimiser.</summary>
    double[] X { get; }

    /// <summary>m: signed as in <see cref="QpSolver.Multipliers"/>.</summary>
    double[] Multipliers { get; }

    double Objective { get; }

    int Iterations { get; }

    /// <summary>Bytes of its arrays; null where it cannot tell.</summary>
    long? StateBytes { get; }

    /// <summary>Takes a problem; outside the timed part.</summary>
    QpStatus Setup(QpProblem problem);

    /// <summary>Solves one step, warm-started from the one before.</summary>
    QpStatus Solve(QpStep step);

    /// <summary>Forgets the warm start.</summary>
    void Reset();
}
