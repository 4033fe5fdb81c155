namespace MultiAgentEdge.Host.Messaging;

/// <summary>MQTT 5, 4.3.</summary>
public enum QualityOfService
{
    AtMostOnce = 0,
    AtLeastOnce = 1,
}
