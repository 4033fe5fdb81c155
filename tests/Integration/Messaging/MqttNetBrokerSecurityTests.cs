using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>The same attacks on a broker of our own, by the same files.</summary>
public sealed class MqttNetBrokerSecurityTests : SecuredLinkContract
{
    protected override bool BindsIds => true;

    protected override IMessageLink CreateClient() => new MqttNetLink();

    protected override (IDisposable Broker, int Port) StartBroker(BrokerSecurity security)
    {
        var broker = MqttNetBroker.Start(new MqttNetBrokerOptions { Security = security });
        return (broker, broker.Port);
    }
}
