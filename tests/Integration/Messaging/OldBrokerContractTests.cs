using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Integration.Messaging;

/// <summary>What every link must do, with a broker of MQTT 3.1.1.</summary>
public sealed class OldBrokerContractTests : ProxiedLinkContract
{
    private readonly OldBroker _broker = new([0x20, 2, 0, 1]);

    /// <summary>MQTT 3.1.1, 3.1.2.2: return code 1 or hanging up; and a broker of MQTT 5 with 3.1.1 alone switched on answers in its own
    /// words.</summary>
    public static TheoryData<byte[]?> Answers => new([0x20, 2, 0, 1], [], null, [0x20, 3, 0, 0x84, 0]);

    [Theory, MemberData(nameof(Answers))]
    public void However_a_broker_refuses_MQTT_5_it_is_spoken_to_in_3_1_1_and_asked_once(byte[]? answer)
    {
        using var broker = new OldBroker(answer);
        using var link = new MqttNetLink();
        for (var i = 1; i <= 3; i++)
        {
            link.Connect(new LinkOptions { ClientId = "x", Port = broker.Port });
            Assert.Equal(IMessageLink.Protocol311, link.Protocol);
            link.Subscribe("a", QualityOfService.AtLeastOnce);
            Assert.True(link.TryPublish("a", [(byte)i], QualityOfService.AtLeastOnce, retain: false));
            Assert.Equal([(byte)i], Next(link).Payload);
        }

        Assert.Equal(1, broker.Asked);
    }

    protected override int BrokerPort => _broker.Port;

    protected override void DisposeBroker() => _broker.Dispose();
}
