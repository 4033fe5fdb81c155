namespace MultiAgentEdge.Host.Training;

/// <summary>One agent in one iteration.</summary>
/// <param name="Route">Nodes in the order visited, depot first and last.</param>
/// <param name="TimeS">When it was home again.</param>
/// <param name="Battery">Used by then.</param>
/// <param name="CameHome">At the depot within every capacity limit.</param>
public sealed record DeliveryAgentResult(int[] Route, double TimeS, double Battery, bool CameHome)
{
    /// <summary>(20): nodes visited, the depot not counted.</summary>
    public int NodesVisited => Places.Count();

    internal IEnumerable<int> Places => Route.Distinct().Where(node => node != Route[0]);
}
