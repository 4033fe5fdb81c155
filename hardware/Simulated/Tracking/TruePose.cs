namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>Where a simulated rover really is.</summary>
/// <param name="XM">World frame, metres.</param>
/// <param name="YM">World frame, metres.</param>
/// <param name="HeadingRad">Counter-clockwise.</param>
public readonly record struct TruePose(double XM, double YM, double HeadingRad);
