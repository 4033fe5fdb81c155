using System.Net;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>How MQTTnet's broker is started.</summary>
public sealed record MqttNetBrokerOptions
{
    /// <summary>Where it listens, and nowhere else; beyond this machine only with <see cref="Security"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Null: whoever can reach the port may do anything.</summary>
    public BrokerSecurity? Security { get; init; }

    /// <summary>TCP port, 1–65535; 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>File for retained messages, made where absent: they are on disk before they are acknowledged. Null: in memory
    /// only.</summary>
    public string? RetainedFile { get; init; }

    /// <summary>Hears part of what is published here, and may answer; null: nobody.</summary>
    public BrokerListener? Listener { get; init; }
}
