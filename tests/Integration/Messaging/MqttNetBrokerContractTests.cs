using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>What every link must do, with MQTTnet's broker at the other end: nothing of it needs to be installed.</summary>
public sealed class MqttNetBrokerContractTests : ProxiedLinkContract
{
    private readonly MqttNetBroker _broker = MqttNetBroker.Start();

    protected override int BrokerPort => _broker.Port;

    protected override void DisposeBroker() => _broker.Dispose();
}
