namespace MultiAgentEdge.Host.Worlds;

/// <summary>An input of a prediction that nobody chooses: what a neighbour does to the agent through the dynamics.</summary>
/// <param name="Input">Which input of the agent.</param>
/// <param name="Agent">Whose state it is.</param>
/// <param name="State">Which state.</param>
public sealed record MeasuredInput(int Input, int Agent, int State);
