namespace MultiAgentEdge.Host.Messaging;

/// <summary>One connection attempt of a client library and, where it succeeds, the connection. Never reused: nothing of an old connection
/// can be resent on a new one.</summary>
internal interface ILinkSession
{
    bool IsConnected { get; }

    /// <summary>The reason code with which the broker ended the connection (MQTT 5, 3.14.2.1); 0 where it gave none.</summary>
    int LossReason { get; }

    /// <exception cref="MessagingException">Unreachable, no answer in time, or refused.</exception>
    void WaitUntilConnected();

    bool TryPublish(string topic, ReadOnlySpan<byte> payload, QualityOfService qos, bool retain);

    /// <summary>The task ends with the reason code of SUBACK, or is cancelled or fails with the connection; null where there is
    /// none.</summary>
    Task<int>? Subscribe(string filter, QualityOfService qos);

    string ReasonText(int reasonCode);

    /// <summary>Sends what is queued and a DISCONNECT, for at most <paramref name="timeout"/>.</summary>
    void Close(TimeSpan timeout);
}
