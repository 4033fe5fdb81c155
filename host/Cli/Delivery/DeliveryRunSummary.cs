namespace MultiAgentEdge.Host.Cli.Delivery;

/// <summary>What a delivery run left, simulated or not.</summary>
/// <param name="Transport">mqtt or in-process.</param>
public sealed record DeliveryRunSummary(string Transport, string Client, IReadOnlyList<DeliveryDay> Days, long DeadlineMisses, long MessagesTotal)
{
    /// <summary>Names that two rovers used at once; empty in simulation.</summary>
    public IReadOnlyList<string> Doubles { get; init; } = [];
}
