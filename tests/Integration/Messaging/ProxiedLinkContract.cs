using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Messaging.Faults;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>MQTTnet's client to a broker in this process, each connection through a proxy that can cut it.</summary>
public abstract class ProxiedLinkContract : LinkContract
{
    private readonly Dictionary<string, TcpFaultProxy> _proxies = [];

    protected abstract int BrokerPort { get; }

    protected override IMessageLink CreateLink() => new MqttNetLink();

    protected override LinkOptions Options(string clientId) => new() { ClientId = T(clientId), Port = ProxyOf(clientId).Port };

    protected override void Sever(IMessageLink link, string clientId) => ProxyOf(clientId).Cut();

    protected abstract void DisposeBroker();

    protected override void DisposeLane()
    {
        foreach (var proxy in _proxies.Values)
            proxy.Dispose();
        DisposeBroker();
    }

    private TcpFaultProxy ProxyOf(string clientId)
    {
        if (!_proxies.TryGetValue(clientId, out var proxy))
            _proxies[clientId] = proxy = new TcpFaultProxy(MqttNetBroker.Host, BrokerPort);
        return proxy;
    }
}
