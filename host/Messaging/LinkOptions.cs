namespace MultiAgentEdge.Host.Messaging;

/// <summary>How to reach the broker and as whom.</summary>
public sealed record LinkOptions
{
    public required string ClientId { get; init; }

    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port, 1–65535.</summary>
    public int Port { get; init; } = 1883;

    public string? User { get; init; }

    /// <summary>Never logged.</summary>
    public string? Password { get; init; }

    /// <summary>CA file (PEM): turns TLS on.</summary>
    public string? CaFile { get; init; }

    /// <summary>Last will: retained, QoS 1. Null: none.</summary>
    public Message? Will { get; init; }

    /// <summary>1–65535 s; the broker publishes the will after 1.5 times this.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Messages kept for the reader before new ones are dropped and counted.</summary>
    public int InboxCapacity { get; init; } = 4096;
}
