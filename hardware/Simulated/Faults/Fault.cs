namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>One fault between two times.</summary>
/// <param name="Kind">What goes wrong.</param>
/// <param name="StartUs">First microsecond of it.</param>
/// <param name="EndUs">First microsecond after it.</param>
/// <param name="Magnitude">See <see cref="FaultKind"/>.</param>
public readonly record struct Fault(FaultKind Kind, long StartUs, long EndUs, double Magnitude = 0.0);
