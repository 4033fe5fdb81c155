using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>What every link must do, with RabbitMQ at the other end.</summary>
public sealed class RabbitMqContractTests(RabbitMqFixture rabbit) : ProxiedLinkContract, IClassFixture<RabbitMqFixture>
{
    protected override int BrokerPort => rabbit.Broker.Port;

    protected override void DisposeBroker()
    {
    }

    /// <summary>It gives what it kept to whoever names the topic, and to no filter with a wildcard in it: a session asks by name
    /// there.</summary>
    protected override string Kept(string topic) => T(topic);

    [Fact]
    public void It_is_spoken_to_in_the_MQTT_that_it_knows()
    {
        var link = Connect(Create(), Options("x"));
        Assert.Contains(link.Protocol, new[] { IMessageLink.Protocol311, "MQTT 5" });
    }
}
