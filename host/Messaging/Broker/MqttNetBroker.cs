using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// MQTTnet's broker inside this process: for a demonstration or a test, open to this machine alone and gone with the run, or as the whole
/// of <c>mae broker</c>, with retained messages in a file and, beyond this machine, with passwords, access list and TLS.
/// </summary>
public sealed class MqttNetBroker : IDisposable
{
    /// <summary>Messages kept for a client that reads slowly; the oldest give way, as what is older is stale for a rover.</summary>
    private const int PendingMessages = 1000;

    /// <summary>MQTTnet's server serves every connection from the pool. That begins with a thread for each processor, with which it gets no
    /// more of a busy machine than as many threads of others, and messages wait.</summary>
    private const int PoolThreads = 16;

    private const int PortAttempts = 5;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly MqttServer _server;
    private readonly RetainedLog? _retained;

    private MqttNetBroker(MqttServer server, RetainedLog? retained, int port)
    {
        _server = server;
        _retained = retained;
        Port = port;
    }

    public static string Host => "127.0.0.1";

    /// <summary>Product and version.</summary>
    public static string Description { get; } = $"MQTTnet.Server {typeof(MqttServer).Assembly.GetName().Version?.ToString(3)}";

    public int Port { get; }

    /// <summary>Clients that are connected.</summary>
    public int Clients => _server.GetClientsAsync().GetAwaiter().GetResult().Count;

    /// <summary>Raised on the broker's threads whenever a client has come (with its address) or gone.</summary>
    public event Action<BrokerClient>? ClientChanged;

    /// <summary>Starts a broker that accepts connections when this returns.</summary>
    /// <exception cref="MessagingException">MAE415: the port is taken, or this machine gives none.</exception>
    /// <exception cref="IOException">The file for retained messages cannot be read or written.</exception>
    /// <exception cref="InvalidDataException">Passwords or access list are damaged.</exception>
    /// <exception cref="ArgumentException">Open to others without passwords: a programming error.</exception>
    public static MqttNetBroker Start(MqttNetBrokerOptions? options = null)
    {
        options ??= new MqttNetBrokerOptions();
        if (options.Security is null && !IPAddress.IsLoopback(options.Address))
            throw new ArgumentException($"{options.Address} is open to others, and nobody would need a password there.", nameof(options));
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, PoolThreads), completions);
        var retained = options.RetainedFile is { } path ? RetainedLog.Open(path) : null;
        for (var attempt = 1; ; attempt++)
        {
            var port = options.Port == 0 ? FreePort.On(options.Address) : options.Port;
            var server = Create(port, options, retained);
            options.Listener?.Attach(server);
            try
            {
                if (!server.StartAsync().Wait(_patience))
                    throw new TimeoutException($"no start within {_patience.TotalSeconds:0} s");
                var broker = new MqttNetBroker(server, retained, port);
                server.ClientConnectedAsync += client =>
                    broker.Tell(client.ClientId, client.UserName, client.RemoteEndPoint?.ToString() ?? "");
                server.ClientDisconnectedAsync += client => broker.Tell(client.ClientId, client.UserName, null);
                return broker;
            }
            catch (Exception e) when (e is AggregateException or TimeoutException)
            {
                server.Dispose();
                // Somebody else may have taken the port between its choice and its use.
                if (attempt < PortAttempts && options.Port == 0)
                    continue;
                retained?.Dispose();
                throw Errors.EmbeddedBroker(Description, port, e.GetBaseException().Message);
            }
        }
    }

    public void Dispose()
    {
        try
        {
            _server.StopAsync(new MqttServerStopOptions()).Wait(_patience);
        }
        catch (AggregateException)
        {
            // A client was leaving at the same moment; the listener is closed either way.
        }

        _server.Dispose();
        _retained?.Dispose();
    }

    private Task Tell(string clientId, string? user, string? address)
    {
        ClientChanged?.Invoke(new BrokerClient(clientId, user, address));
        return Task.CompletedTask;
    }

    private static MqttServer Create(int port, MqttNetBrokerOptions broker, RetainedLog? retained)
    {
        // A packet in one piece: two writes to the socket cost more than the copy.
        var builder = new MqttServerOptionsBuilder().WithMaxPendingMessagesPerClient(PendingMessages).WithoutPacketFragmentation();
        var isV6 = broker.Address.AddressFamily == AddressFamily.InterNetworkV6;
        // One address and no other: an endpoint of none is not listened on.
        var (v4, v6) = isV6 ? (IPAddress.None, broker.Address) : (broker.Address, IPAddress.None);
        builder = broker.Security?.Tls is { } tls
            ? builder.WithoutDefaultEndpoint().WithEncryptedEndpoint().WithEncryptedEndpointPort(port)
                .WithEncryptedEndpointBoundIPAddress(v4).WithEncryptedEndpointBoundIPV6Address(v6)
                .WithEncryptionCertificate(X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile))
            : builder.WithDefaultEndpoint().WithDefaultEndpointPort(port)
                .WithDefaultEndpointBoundIPAddress(v4).WithDefaultEndpointBoundIPV6Address(v6);
        var options = builder.Build();
        options.PendingMessagesOverflowStrategy = MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage;
        options.DefaultEndpointOptions.NoDelay = options.TlsEndpointOptions.NoDelay = true;
        var server = new MqttServerFactory().CreateMqttServer(options);
        // MQTT 5, 3.1.3.1: who names no id is given one. Of 3.1.1 this broker wants an id.
        server.ValidatingConnectionAsync += connection =>
        {
            if (string.IsNullOrEmpty(connection.ClientId))
                connection.AssignedClientIdentifier = $"client.{Guid.NewGuid():N}";
            return Task.CompletedTask;
        };
        if (broker.Security is { } security)
            BrokerGuard.Of(security).Attach(server);
        new BrokerPressure(PendingMessages / 2).Attach(server);
        if (retained is null)
            return server;
        server.LoadingRetainedMessageAsync += loading =>
        {
            loading.LoadedRetainedMessages = [.. retained.Messages.Select(message => new MqttApplicationMessage
            {
                Topic = message.Topic,
                PayloadSegment = message.Payload,
                QualityOfServiceLevel = (MqttQualityOfServiceLevel)message.Qos,
                Retain = true,
            })];
            return Task.CompletedTask;
        };
        // Before anybody hears it and before its publisher gets a PUBACK: what cannot be kept is refused.
        server.InterceptingPublishAsync += publish =>
        {
            var message = publish.ApplicationMessage;
            try
            {
                if (message.Retain && publish.ProcessPublish)
                    retained.Set(new(message.Topic, message.Payload.ToArray(), (QualityOfService)message.QualityOfServiceLevel));
            }
            catch (IOException e)
            {
                publish.ProcessPublish = false;
                publish.Response.ReasonCode = MqttPubAckReasonCode.QuotaExceeded;
                publish.Response.ReasonString = e.Message;
            }

            return Task.CompletedTask;
        };
        return server;
    }
}
