namespace MultiAgentEdge.Host.Cli.Fleet;

/// <summary>Where the broker is, and as whom to connect. Without a host <c>mae</c> starts its own on a free loopback port where it can.</summary>
public sealed record BrokerEntry
{
    /// <summary>Null: none given.</summary>
    public string? Host { get; init; }

    /// <summary>1–65535.</summary>
    public int Port { get; init; } = 1883;

    public string? User { get; init; }

    /// <summary>File whose first line is the password: a password never stands in the fleet file itself.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>PEM file: turns TLS on.</summary>
    public string? CaFile { get; init; }
}
