using System.Buffers;
using System.Net;
using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// MQTTnet's broker inside this process, open to this machine alone: for a demonstration or a test, gone with the run, or as the whole of
/// <c>mae broker</c>, with retained messages in a file.
/// </summary>
public sealed class MqttNetBroker : IDisposable
{
    /// <summary>Messages kept for a client that reads slowly; the oldest give way, as what is older is stale for a rover.</summary>
    private const int PendingMessages = 1000;

    /// <summary>MQTTnet's server serves every connection from the pool. With a thread for each processor, which is how a pool begins, it gets no more of a
    /// busy machine than two other threads do, and messages wait: with these, p99 fell to a seventh beside eight busy processes.</summary>
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

    /// <summary>Starts a broker that accepts connections when this returns.</summary>
    /// <exception cref="MessagingException">MAE415: the port is taken, or this machine gives none.</exception>
    /// <exception cref="IOException">The file for retained messages cannot be read or written.</exception>
    public static MqttNetBroker Start(MqttNetBrokerOptions? options = null)
    {
        options ??= new MqttNetBrokerOptions();
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, PoolThreads), completions);
        var retained = options.RetainedFile is { } path ? RetainedLog.Open(path) : null;
        for (var attempt = 1; ; attempt++)
        {
            var port = options.Port == 0 ? FreePort(IPAddress.Loopback) : options.Port;
            var server = Create(port, retained);
            try
            {
                if (!server.StartAsync().Wait(_patience))
                    throw new TimeoutException($"no start within {_patience.TotalSeconds:0} s");
                return new MqttNetBroker(server, retained, port);
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

    private static MqttServer Create(int port, RetainedLog? retained)
    {
        var options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointPort(port)
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            // A packet in one piece: two writes to the socket cost more than the copy.
            .WithMaxPendingMessagesPerClient(PendingMessages).WithoutPacketFragmentation().Build();
        options.PendingMessagesOverflowStrategy = MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage;
        options.DefaultEndpointOptions.NoDelay = true;
        var server = new MqttServerFactory().CreateMqttServer(options);
        if (retained is null)
            return server;
        server.LoadingRetainedMessageAsync += loading =>
        {
            loading.LoadedRetainedMessages = [.. retained.Messages.Select(message => new MqttApplicationMessageBuilder()
                .WithTopic(message.Topic).WithPayload(message.Payload).WithQualityOfServiceLevel((MqttQualityOfServiceLevel)message.Qos).WithRetainFlag().Build())];
            return Task.CompletedTask;
        };
        // Before anybody hears it and before its publisher gets a PUBACK: what cannot be kept is refused.
        server.InterceptingPublishAsync += publish =>
        {
            var message = publish.ApplicationMessage;
            try
            {
                if (message.Retain)
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

    internal static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
