using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Faults.Messaging;

public sealed class MqttNetBrokerFaultTests : BrokerFaultTests
{
    protected override IMessageLink CreateClient() => new MqttNetLink();
}
