namespace MultiAgentEdge.Host.Messaging;

/// <summary>What a broker keeps of a topic.</summary>
/// <param name="Payload">Empty: nothing.</param>
/// <param name="Qos">As it was published.</param>
public sealed record RetainedMessage(string Topic, byte[] Payload, QualityOfService Qos);
