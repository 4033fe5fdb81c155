using System.Diagnostics;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>A broker of either make in a child process, on the loopback interface; nothing in it outlives this process.</summary>
public sealed class OwnBroker : IDisposable
{
    public const string MqttNet = "mqttnet";
    public const string Mosquitto = "mosquitto";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly IDisposable _broker;
    private readonly Func<int?> _processId;

    private OwnBroker(IDisposable broker, Func<int?> processId, int port, string description)
    {
        _broker = broker;
        _processId = processId;
        Port = port;
        Description = description;
    }

    public static IReadOnlyList<string> Kinds { get; } = [MqttNet, Mosquitto];

    public static string Host => MqttNetBroker.Host;

    public int Port { get; }

    /// <summary>Product, and version where it is known.</summary>
    public string Description { get; }

    /// <summary>Processor time that the broker has used; null where it is down.</summary>
    public TimeSpan? ProcessorTime
    {
        get
        {
            if (_processId() is not { } id)
                return null;
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime;
        }
    }

    /// <summary>In a process of its own, so that its processor time can be told from the clients'.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="mae">Program and first arguments that run this product.</param>
    /// <exception cref="MessagingException">It is not installed, or does not start.</exception>
    public static OwnBroker StartApart(string kind, IReadOnlyList<string> mae)
    {
        if (kind == Mosquitto)
        {
            var mosquitto = MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false });
            return new(mosquitto, () => mosquitto.ProcessId, mosquitto.Port, "Mosquitto");
        }

        var child = ChildBroker.Start(mae, _patience);
        return new(child, () => child.ProcessId, child.Port, MqttNetBroker.Description);
    }

    public void Dispose() => _broker.Dispose();
}
