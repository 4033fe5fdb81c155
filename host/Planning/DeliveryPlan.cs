namespace MultiAgentEdge.Host.Planning;

/// <summary>What the high level decided for the fleet at one event.</summary>
/// <param name="Feasible">False: some agent cannot come home within its capacities by any way known; its route is the way home that misses
/// by least.</param>
/// <param name="Routes">One an agent: from its node to the depot, both included. One node only: the agent has finished. Depot twice: it
/// stays at home.</param>
/// <param name="Score">Scores of the nodes on these routes; those visited before do not count.</param>
/// <param name="TimeS">Sum over the agents of the time at which they are back, by the estimates.</param>
/// <param name="Exact">The optimum of (31) up to the horizon; false: the search stopped at its operation limit or the graph is too large
/// for it.</param>
/// <param name="Operations">Paths and combinations looked at.</param>
public sealed record DeliveryPlan(bool Feasible, int[][] Routes, double Score, double TimeS, bool Exact, long Operations)
{
    /// <summary>(32): the node that the agent is sent to next; its present one where it has nowhere to go.</summary>
    public int Next(int agent) => Routes[agent].Length > 1 ? Routes[agent][1] : Routes[agent][0];
}
