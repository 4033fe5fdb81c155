using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging;

public sealed class LinkFactoryTests
{
    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        var error = Assert.Throws<MessagingException>(() => LinkFactory.Choose("mosquito"));
        Assert.Equal("MAE412", error.Code);
        Assert.Contains("mqttnet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_process_needs_its_broker()
    {
        Assert.Equal("MAE414", Assert.Throws<MessagingException>(() => LinkFactory.Choose(LinkFactory.InProcess)).Code);
        using var link = LinkFactory.Choose(LinkFactory.InProcess, new InProcessBroker()).Create();
        Assert.IsType<InProcessLink>(link);
    }

    [Fact]
    public void Auto_is_MQTTnet_and_says_why()
    {
        var factory = LinkFactory.Choose(LinkFactory.Auto, new InProcessBroker());
        Assert.Equal(LinkFactory.MqttNet, factory.Name);
        Assert.NotEmpty(factory.Why);
        using var link = factory.Create();
        Assert.Equal(factory.Description, link.Description);
    }

    [Fact]
    public void MQTTnet_is_always_there() =>
        Assert.StartsWith("MQTTnet 5.2", LinkFactory.Choose(LinkFactory.MqttNet).Description, StringComparison.Ordinal);
}
