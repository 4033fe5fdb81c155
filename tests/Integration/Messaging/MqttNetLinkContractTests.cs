using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

public sealed class MqttNetLinkContractTests(MosquittoFixture mosquitto) : NetworkLinkContract(mosquitto), IClassFixture<MosquittoFixture>
{
    protected override IMessageLink CreateClient() => LinkFactory.Choose(LinkFactory.MqttNet).Create();
}
