namespace MultiAgentEdge.Host.Messaging;

/// <summary>What was found out about a broker.</summary>
/// <param name="Detail">For people: what was seen, in a few words.</param>
internal sealed record BrokerFinding(BrokerCause Cause, string Detail);
