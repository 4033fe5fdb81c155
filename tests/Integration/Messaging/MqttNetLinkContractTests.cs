using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

public sealed class MqttNetLinkContractTests(MosquittoFixture mosquitto) : NetworkLinkContract(mosquitto), IClassFixture<MosquittoFixture>
{
    protected override IMessageLink CreateClient()
    {
        Lanes.RequireMqttNet();
        return LinkFactory.Choose(LinkFactory.MqttNet).Create();
    }
}
