using MultiAgentEdge.Host.Messaging;

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

    /// <summary>How to connect; without a host, to this machine.</summary>
    /// <exception cref="MaeException">The password file cannot be read.</exception>
    public LinkOptions ToLinkOptions(string clientId, TimeSpan connectTimeout) => new()
    {
        ClientId = clientId,
        Host = Host ?? "127.0.0.1",
        Port = Port,
        User = User,
        Password = PasswordFile is null ? null : ReadPassword(PasswordFile),
        CaFile = CaFile,
        ConnectTimeout = connectTimeout,
    };

    private static string ReadPassword(string path)
    {
        try
        {
            return File.ReadLines(path).FirstOrDefault() ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MaeException(ExitCode.Configuration, "MAE211", $"The password file {path} cannot be read.", "Correct password_file in the fleet file, or the file's permissions.", exception);
        }
    }
}
