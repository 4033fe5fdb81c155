using System.Diagnostics;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>A broker that this process started, of either make, on the loopback interface; nothing in it outlives it.</summary>
public sealed class OwnBroker : IDisposable
{
    public const string MqttNet = "mqttnet";
    public const string Mosquitto = "mosquitto";

    private readonly IDisposable _broker;

    private OwnBroker(IDisposable broker, int port, string description)
    {
        _broker = broker;
        Port = port;
        Description = description;
    }

    public static string Host => "127.0.0.1";

    public int Port { get; }

    /// <summary>Product, and version where it is known.</summary>
    public string Description { get; }

    /// <summary>Processor time that the broker's own process has used; null where it is in this one, or down.</summary>
    public TimeSpan? ProcessorTime
    {
        get
        {
            if (_broker is not MosquittoBroker { ProcessId: { } id })
                return null;
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime;
        }
    }

    /// <param name="kind"><see cref="MqttNet"/>, in this process, or <see cref="Mosquitto"/>, in one of its own.</param>
    /// <exception cref="MessagingException">It is not installed, or does not start.</exception>
    public static OwnBroker Start(string kind)
    {
        if (kind == MqttNet)
        {
            var embedded = MqttNetBroker.Start();
            return new(embedded, embedded.Port, MqttNetBroker.Description);
        }

        var child = MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false });
        return new(child, child.Port, "Mosquitto");
    }

    public void Dispose() => _broker.Dispose();
}
