using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>A broker that a test takes away and brings back on the same port: Mosquitto by kill -9, MQTTnet's by closing all that it has
/// open. Neither keeps anything.</summary>
public sealed class FaultBroker : IDisposable
{
    private readonly MosquittoBroker? mosquitto;
    private MqttNetBroker? embedded;

    private FaultBroker(MosquittoBroker? mosquitto, MqttNetBroker? embedded)
    {
        this.mosquitto = mosquitto;
        this.embedded = embedded;
        Port = mosquitto?.Port ?? embedded!.Port;
    }

    public static string Host => "127.0.0.1";

    public int Port { get; }

    /// <param name="kind">One of <see cref="OwnBroker.Kinds"/>; skips the test where it is not installed.</param>
    public static FaultBroker Start(string kind)
    {
        if (kind == OwnBroker.MqttNet)
            return new FaultBroker(null, MqttNetBroker.Start());
        Assert.SkipWhen(
            BrokerProgram.Find("mosquitto") is null, "Eclipse Mosquitto is not installed; type: sudo apt-get install mosquitto");
        return new FaultBroker(MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false }), null);
    }

    public void Kill()
    {
        mosquitto?.Kill();
        embedded?.Dispose();
        embedded = null;
    }

    public void Restart()
    {
        mosquitto?.Restart();
        if (mosquitto is null)
            embedded = MqttNetBroker.Start(new MqttNetBrokerOptions { Port = Port });
    }

    public void Dispose()
    {
        mosquitto?.Dispose();
        embedded?.Dispose();
    }
}
