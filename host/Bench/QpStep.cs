namespace MultiAgentEdge.Host.Bench;

/// <summary>What changes along a sequence.</summary>
/// <param name="F">n.</param>
/// <param name="Lower">m.</param>
/// <param name="Upper">m.</param>
/// <param name="Objective">The optimum as the file states it, a check from outside; null where it does not.</param>
public sealed record QpStep(double[] F, double[] Lower, double[] Upper, double? Objective);
