using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

public sealed class MqttNetLinkSecurityTests : SecuredLinkContract
{
    protected override IMessageLink CreateClient() => LinkFactory.Choose(LinkFactory.MqttNet).Create();
}
