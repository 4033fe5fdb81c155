namespace MultiAgentEdge.Host.Messaging;

/// <summary>A broker that cannot be reached or that refuses. The message names code, what, which and what to do next.</summary>
public sealed class MessagingException : Exception
{
    public MessagingException(string code, string message, Exception? inner = null)
        : base($"{code} {message}", inner)
    {
        Code = code;
    }

    /// <summary>MAE4xx.</summary>
    public string Code { get; }
}
