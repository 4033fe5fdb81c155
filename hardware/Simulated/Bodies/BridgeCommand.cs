namespace MultiAgentEdge.Hardware.Simulated;

/// <summary>What a motor's three pins say together.</summary>
/// <param name="Duty">Signed, -1 to 1.</param>
/// <param name="IsBraking">Both direction pins high: the motor is shorted.</param>
public readonly record struct BridgeCommand(double Duty, bool IsBraking);
