using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

public sealed class MqttNetLinkSecurityTests : SecuredLinkContract
{
    protected override bool BindsIds => false;

    protected override IMessageLink CreateClient() => new MqttNetLink();

    protected override (IDisposable Broker, int Port) StartBroker(BrokerSecurity security)
    {
        Lanes.RequireMosquitto();
        var broker = MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false, Security = security });
        return (broker, broker.Port);
    }
}
