namespace MultiAgentEdge.Host.Messaging;

/// <summary>How MQTTnet's broker is started.</summary>
public sealed record MqttNetBrokerOptions
{
    /// <summary>TCP port on 127.0.0.1, 1–65535; 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>File for retained messages, made where absent: they are on disk before they are acknowledged. Null: in memory
    /// only.</summary>
    public string? RetainedFile { get; init; }
}
