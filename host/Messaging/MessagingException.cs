namespace MultiAgentEdge.Host.Messaging;

/// <summary>A broker that cannot be reached or that refuses. The message names code, what, which and what to do next.</summary>
public sealed class MessagingException : Exception
{
    public MessagingException(string code, string message, Exception? inner = null, BrokerCause cause = BrokerCause.Unknown)
        : base($"{code} {message}", inner)
    {
        Code = code;
        Cause = cause;
    }

    /// <summary>What is wrong with the broker, or with what it was told; Unknown where that could not be found out.</summary>
    public BrokerCause Cause { get; }

    /// <summary>MAE4xx.</summary>
    public string Code { get; }
}
