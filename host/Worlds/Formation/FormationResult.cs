namespace MultiAgentEdge.Host.Worlds;

/// <summary>Means over the counted periods of a closed-loop run.</summary>
/// <param name="StageCost">Global stage cost (32) of paper S1.</param>
/// <param name="CouplingErrorAbsM">Mean |C x - c|, one a row.</param>
/// <param name="ViolationShare">Share of periods with the first agent's first state below its bound.</param>
/// <param name="Rounds">Negotiation rounds a period.</param>
public sealed record FormationResult(double StageCost, double[] CouplingErrorAbsM, double ViolationShare, double Rounds);
