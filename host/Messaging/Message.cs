namespace MultiAgentEdge.Host.Messaging;

/// <summary>One received message.</summary>
/// <param name="Topic">The topic it was published on.</param>
/// <param name="Payload">Its bytes; never null.</param>
/// <param name="Retained">True where the broker had kept it (sent because of a new subscription).</param>
public readonly record struct Message(string Topic, byte[] Payload, bool Retained);
