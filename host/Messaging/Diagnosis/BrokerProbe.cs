using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Finds out why a connection to a broker fails: client libraries say "TLS error" or "connection lost" where a person needs to
/// know which end to mend. Goes the way a client goes (name, port, TLS, CONNECT) and stops where it ends.</summary>
internal static class BrokerProbe
{
    /// <summary>Looks for at most about <see cref="LinkOptions.ConnectTimeout"/>.</summary>
    public static BrokerFinding Run(LinkOptions options)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout);
        try
        {
            return Task.Run(() => RunAsync(options, limit.Token)).GetAwaiter().GetResult();
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            // Whatever a library makes of its cancellation.
            return NoAnswer(options);
        }
    }

    private static async Task<BrokerFinding> RunAsync(LinkOptions options, CancellationToken limit)
    {
        if (await FindPortAsync(options, limit).ConfigureAwait(false) is { } closed)
            return closed;
        if (options.CaFile is not null)
        {
            var shown = await HandshakeAsync(options, CaFiles.Read(options.CaFile), limit).ConfigureAwait(false);
            if (shown is null)
            {
                // Not with the password: it was meant for a line that nobody else reads.
                return await SpeaksAsync(options with { CaFile = null, User = null, Password = null }, limit).ConfigureAwait(false)
                    ? new(BrokerCause.NoTlsHere, "it speaks MQTT without TLS on this port")
                    : new(BrokerCause.NotMqtt, "it does not answer to TLS, nor to MQTT without it");
            }

            if (shown.Cause != BrokerCause.None)
                return shown;
        }

        foreach (var version in new[] { MqttProtocolVersion.V500, MqttProtocolVersion.V311 })
        {
            if (await ConnectAsync(options, version, limit).ConfigureAwait(false) is { } code
                && (version == MqttProtocolVersion.V311 || ReasonCodes.OfConnect(code, false) != BrokerCause.ProtocolVersion))
                return Judge(options, code);
        }

        return options.CaFile is null && await HandshakeAsync(options, [], limit).ConfigureAwait(false) is not null
            ? new(BrokerCause.TlsExpected, "it speaks TLS on this port")
            : new(BrokerCause.NotMqtt, "it does not answer to MQTT");
    }

    private static BrokerFinding Judge(LinkOptions options, int code)
    {
        var cause = ReasonCodes.OfConnect(code, options.User is not null);
        return new(cause, cause switch
        {
            BrokerCause.ProtocolVersion => "it refuses MQTT 5 and 3.1.1",
            BrokerCause.None => "it answers now",
            _ => $"reason code 0x{code:X2}",
        });
    }

    private static async Task<BrokerFinding?> FindPortAsync(LinkOptions options, CancellationToken limit)
    {
        using var tcp = new TcpClient();
        try
        {
            await tcp.ConnectAsync(options.Host, options.Port, limit).ConfigureAwait(false);
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery =>
                    new(BrokerCause.NameNotFound, "no address belongs to this name"),
                SocketError.ConnectionRefused => new(BrokerCause.Refused, "nobody listens on this port"),
                _ => new(BrokerCause.NoAnswer, e.Message),
            };
        }
    }

    /// <summary>What the certificate is found to be; null where there is no TLS.</summary>
    private static async Task<BrokerFinding?> HandshakeAsync(
        LinkOptions options, X509Certificate2Collection authorities, CancellationToken limit)
    {
        BrokerFinding? found = null;
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(options.Host, options.Port, limit).ConfigureAwait(false);
#pragma warning disable CA5359 // Only what is wrong with the certificate is wanted; nothing is said on this connection.
            using var tls = new SslStream(tcp.GetStream(), false, (_, certificate, _, errors) =>
            {
                if (certificate is X509Certificate2 shown)
                    found = CertificateCheck.Of(shown, authorities, errors, options.Host, DateTime.Now);
                return true;
            });
#pragma warning restore CA5359
            var handshake = new SslClientAuthenticationOptions
            {
                TargetHost = options.Host,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            };
            await tls.AuthenticateAsClientAsync(handshake, limit).ConfigureAwait(false);
            return found;
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException or CryptographicException)
        {
            return found;
        }
    }

    private static async Task<bool> SpeaksAsync(LinkOptions options, CancellationToken limit) =>
        await ConnectAsync(options, MqttProtocolVersion.V500, limit).ConfigureAwait(false) is not null
        || await ConnectAsync(options, MqttProtocolVersion.V311, limit).ConfigureAwait(false) is not null;

    /// <summary>The code of its CONNACK; null where there is none.</summary>
    private static async Task<int?> ConnectAsync(LinkOptions options, MqttProtocolVersion version, CancellationToken limit)
    {
        var builder = new MqttClientOptionsBuilder().WithProtocolVersion(version).WithClientId($"{options.ClientId}.why").WithCleanSession()
            .WithTcpServer(options.Host, options.Port).WithTimeout(options.ConnectTimeout);
        if (options.User is not null)
            builder = builder.WithCredentials(options.User, options.Password);
        // Looked at once more: what was found good a moment ago was another connection's.
        if (options.CaFile is not null)
        {
            builder = builder.WithTlsOptions(tls => tls.UseTls().WithTargetHost(options.Host)
                .WithTrustChain(CaFiles.Read(options.CaFile)).WithRevocationMode(X509RevocationMode.NoCheck));
        }
        using var client = new MqttClientFactory().CreateMqttClient();
        try
        {
            var result = await client.ConnectAsync(builder.Build(), limit).ConfigureAwait(false);
            var code = (int)result.ResultCode;
            if (code == 0)
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), limit).ConfigureAwait(false);
            return code;
        }
        catch (Exception) when (!limit.IsCancellationRequested)
        {
            return null;
        }
    }

    private static BrokerFinding NoAnswer(LinkOptions options) =>
        new(BrokerCause.NoAnswer, $"no answer within {options.ConnectTimeout.TotalSeconds:0.###} s");
}
