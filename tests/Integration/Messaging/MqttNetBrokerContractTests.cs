using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Messaging.Faults;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>What every link must do, with MQTTnet's broker at the other end: nothing of it needs to be installed.</summary>
public sealed class MqttNetBrokerContractTests : LinkContract
{
    private readonly MqttNetBroker _broker = MqttNetBroker.Start();
    private readonly Dictionary<string, TcpFaultProxy> _proxies = [];

    protected override IMessageLink CreateLink() => new MqttNetLink();

    protected override LinkOptions Options(string clientId) => new() { ClientId = T(clientId), Port = ProxyOf(clientId).Port };

    protected override void Sever(IMessageLink link, string clientId) => ProxyOf(clientId).Cut();

    protected override void DisposeLane()
    {
        foreach (var proxy in _proxies.Values)
            proxy.Dispose();
        _broker.Dispose();
    }

    private TcpFaultProxy ProxyOf(string clientId)
    {
        if (!_proxies.TryGetValue(clientId, out var proxy))
            _proxies[clientId] = proxy = new TcpFaultProxy(MqttNetBroker.Host, _broker.Port);
        return proxy;
    }
}
