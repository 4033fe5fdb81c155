namespace MultiAgentEdge.Host.Bench.Safety;

/// <summary>What is wrong with the first rover.</summary>
public enum SwapFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It stands where it started, and says so.</summary>
    Dead,

    /// <summary>Nobody hears it from the third second on, while it drives.</summary>
    Silent,

    /// <summary>It drives straight to its goal, whoever is in the way.</summary>
    Ignoring,
}
