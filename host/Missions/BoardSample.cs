namespace MultiAgentEdge.Host.Missions;

/// <summary>One rover as it drives: what a board's cost is counted of.</summary>
/// <param name="Sizes">For people: horizon, number of rovers.</param>
/// <param name="Set">Its parameter set, version 1.</param>
/// <param name="InitialState">Where it begins, in its controller's states; from there it goes as its own model says.</param>
/// <param name="Others">The states of the other rovers in each period, from 0, each with its name; empty for a mission that looks at
/// nobody.</param>
public sealed record BoardSample(
    string Sizes, byte[] Set, double[] InitialState, Func<int, IEnumerable<(string Rover, double[] State)>> Others);
