using MQTTnet;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>MQTT 5 over MQTTnet 5, the managed client: needs nothing but .NET.</summary>
public sealed class MqttNetLink : NetworkLink
{
    public override string Description => ClientDescription;

    internal static string ClientDescription { get; } = $"MQTTnet {typeof(MqttClientFactory).Assembly.GetName().Version?.ToString(3)}";

    private protected override ILinkSession StartSession(LinkOptions options, Inbox inbox, RefusalHandler onRefused) =>
        new MqttNetSession(options, inbox, onRefused);
}
