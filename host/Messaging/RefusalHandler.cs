namespace MultiAgentEdge.Host.Messaging;

/// <summary>Told of every refusal of a broker.</summary>
/// <param name="what">For people: which publish or subscription, and the reason.</param>
/// <param name="reasonCode">MQTT 5, 2.4.</param>
internal delegate void RefusalHandler(string what, int reasonCode);
