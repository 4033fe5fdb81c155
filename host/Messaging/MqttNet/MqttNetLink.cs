using MQTTnet;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>MQTT 5, and 3.1.1 where the broker speaks nothing newer, over MQTTnet 5: needs nothing but .NET.</summary>
public sealed class MqttNetLink : NetworkLink
{
    private readonly SpokenVersion _spoken = new();

    public override string Description => ClientDescription;

    public override string? Protocol => _spoken.Text;

    internal static string ClientDescription { get; } = $"MQTTnet {typeof(MqttClientFactory).Assembly.GetName().Version?.ToString(3)}";

    private protected override ILinkSession StartSession(LinkOptions options, Inbox inbox, RefusalHandler onRefused) =>
        new MqttNetSession(options, _spoken, inbox, onRefused);
}
