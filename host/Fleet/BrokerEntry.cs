using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>Where the broker is, and as whom to connect. Without a host <c>mae</c> starts its own on a free loopback port where it
/// can.</summary>
public sealed record BrokerEntry
{
    /// <summary>As <see cref="BrokerAddress"/> takes it, alone: no scheme, port or brackets. Null: none given.</summary>
    public string? Host { get; init; }

    /// <summary>1–65535.</summary>
    public int Port { get; init; } = BrokerAddress.PlainPort;

    /// <summary>Further brokers of the same cluster.</summary>
    public IReadOnlyList<(string Host, int Port)> Others { get; init; } = [];

    /// <summary>By the address's scheme; null: where there is a CA file.</summary>
    public bool? Tls { get; init; }

    public string? User { get; init; }

    /// <summary>File whose first line is the password: a password never stands in the fleet file itself.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>PEM file: turns TLS on.</summary>
    public string? CaFile { get; init; }

    /// <summary>Host and port, for people and for reports.</summary>
    public string Address => string.Join(
        ',', Others.Prepend((Host: Host ?? Loopback, Port)).Select(one => BrokerAddress.Text(one.Host, one.Port)));

    private const string Loopback = "127.0.0.1";

    // Where Debian, Fedora, and macOS with OpenSSL keep the authorities that a machine trusts.
    private static readonly string[] SystemAuthorities = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem"];

    /// <summary>The same fleet at other addresses.</summary>
    /// <param name="addresses">One or more.</param>
    /// <param name="port">Of those that name none.</param>
    public BrokerEntry At(IReadOnlyList<BrokerAddress> addresses, int port)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        return this with
        {
            Host = addresses[0].Host,
            Port = addresses[0].Port ?? port,
            Tls = addresses[0].Tls ?? Tls,
            Others = [.. addresses.Skip(1).Select(one => (one.Host, one.Port ?? port))],
        };
    }

    /// <summary>How to connect; without a host, to this machine.</summary>
    /// <exception cref="MaeException">The password file cannot be read, or not only by its owner, or TLS is wanted and nobody says which
    /// authority to trust.</exception>
    public LinkOptions ToLinkOptions(string clientId, TimeSpan connectTimeout) => new()
    {
        ClientId = clientId,
        Host = Host ?? Loopback,
        Port = Port,
        Others = Others,
        User = User,
        Password = PasswordFile is null ? null : ReadPassword(PasswordFile),
        CaFile = CaFile ?? (Tls == true ? SystemAuthority() : null),
        ConnectTimeout = connectTimeout,
    };

    private const int MaxPasswordBytes = 64 * 1024;

    // mqtts:// alone is a broker that any browser would trust too.
    private static string SystemAuthority() => Array.Find(SystemAuthorities, File.Exists) ?? throw new MaeException(
        ExitCode.Configuration, "MAE215",
        "mqtts:// needs the authority that signed the broker's certificate, and this machine keeps none where others do.",
        "Name its PEM file in the fleet file: broker: ca_file: ca.pem.");

    private static string ReadPassword(string path)
    {
        try
        {
            // As with a key file: what others may read is no secret.
            if (InputFile.OpenToOthers(path) is { } open)
                throw new MaeException(ExitCode.Configuration, "MAE217", open, $"It holds the broker's password: chmod 600 {path}");
            var text = InputFile.Text(path, MaxPasswordBytes);
            var password = text[..(text.IndexOfAny(['\r', '\n']) is >= 0 and var end ? end : text.Length)];
            return password.Length > 0 ? password : throw new MaeException(
                ExitCode.Configuration, "MAE211", $"{path}:1:1: The password file's first line is empty.",
                "Write the password into it, or take password_file out of the fleet file.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE211", $"The password file {path} cannot be read.",
                "Correct password_file in the fleet file, or the file's permissions.", exception);
        }
    }
}
