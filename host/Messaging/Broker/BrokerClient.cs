namespace MultiAgentEdge.Host.Messaging;

/// <summary>A client of a broker of our own, as it comes or goes.</summary>
/// <param name="User">Null: it named none.</param>
/// <param name="Address">Where it comes from; null once it has gone.</param>
public sealed record BrokerClient(string ClientId, string? User, string? Address);
