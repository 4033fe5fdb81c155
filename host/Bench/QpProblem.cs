namespace MultiAgentEdge.Host.Bench;

/// <summary>A family of quadratic programs that share H, A and soft weights; matrices row-major, +-1e30 is unbounded.</summary>
/// <param name="H">n x n.</param>
/// <param name="A">m x n.</param>
/// <param name="SoftWeight">m L1 weights, or null where every row is hard.</param>
/// <param name="Own">The problem's own f, lower and upper.</param>
/// <param name="Sequence">Solved in order, each warm-started from the one before.</param>
public sealed record QpProblem(
    string Name, int N, int M, double[] H, double[] A, double[]? SoftWeight, QpStep Own, IReadOnlyList<QpStep> Sequence);
