namespace MultiAgentEdge.Host.Messaging;

/// <summary>How to reach the broker and as whom.</summary>
public sealed record LinkOptions
{
    public required string ClientId { get; init; }

    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port, 1–65535.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>Further brokers of the same cluster: whoever finds one gone goes on to the next.</summary>
    public IReadOnlyList<(string Host, int Port)> Others { get; init; } = [];

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

    /// <summary>And bytes of all of them; a larger message is dropped and counted as well.</summary>
    public int InboxBytes { get; init; } = 1 << 23;

    /// <summary>Messages handed to the client but not yet sent (QoS 0) or acknowledged (QoS 1) before <see cref="IMessageLink.TryPublish"/>
    /// says false.</summary>
    public int OutboxCapacity { get; init; } = 4096;

    /// <summary>Host and port, for people.</summary>
    public string Address => BrokerAddress.Text(Host, Port);

    /// <summary>Throws where a value is out of range: a programming error.</summary>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(ClientId);
        ArgumentException.ThrowIfNullOrEmpty(Host);
        ArgumentOutOfRangeException.ThrowIfLessThan(Port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, 65535);
        foreach (var (host, port) in Others)
        {
            ArgumentException.ThrowIfNullOrEmpty(host);
            ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(KeepAlive, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(KeepAlive, TimeSpan.FromSeconds(65535));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(InboxCapacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(InboxBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(OutboxCapacity, 1);
        if (Will is { } will && !TopicFilter.IsValidTopic(will.Topic))
            throw new ArgumentException($"The will's topic '{will.Topic}' is not one that can be published on.");
    }

    /// <summary>The same at one of the brokers.</summary>
    /// <param name="turn">From 0 on; after the last comes the first.</param>
    internal LinkOptions At(int turn)
    {
        var at = turn % (Others.Count + 1);
        return at == 0 ? this : this with { Host = Others[at - 1].Host, Port = Others[at - 1].Port };
    }

    /// <summary>For error messages: never the password.</summary>
    public override string ToString() => $"{ClientId} at {Address}{(CaFile is null ? "" : " (TLS)")}";
}
