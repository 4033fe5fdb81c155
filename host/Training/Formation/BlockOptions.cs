namespace MultiAgentEdge.Host.Training;

/// <summary>How one block is learned; a block that is not listed is not.</summary>
/// <param name="Block">Which.</param>
/// <param name="Rate">Relative step of its elements, 0 or more; one an element (row-major), the last one for all that follow.</param>
/// <param name="Lower">Smallest change from the value it starts at.</param>
/// <param name="Upper">Largest change from the value it starts at.</param>
public sealed record BlockOptions(ParameterBlock Block, IReadOnlyList<double> Rate, double Lower, double Upper);
