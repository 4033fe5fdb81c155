using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging.Diagnosis;

public class ReasonCodesTests
{
    [Theory]
    [InlineData(0, true, BrokerCause.None)]
    [InlineData(1, true, BrokerCause.ProtocolVersion)] // MQTT 3.1.1
    [InlineData(4, true, BrokerCause.WrongPassword)]
    [InlineData(5, false, BrokerCause.NotAuthorised)]
    [InlineData(0x84, true, BrokerCause.ProtocolVersion)]
    [InlineData(0x86, true, BrokerCause.WrongPassword)]
    [InlineData(0x87, true, BrokerCause.WrongPassword)] // Mosquitto's answer to one
    [InlineData(0x87, false, BrokerCause.NotAuthorised)]
    [InlineData(0x88, true, BrokerCause.Unknown)]
    public void A_CONNACK_names_its_cause(int code, bool hasUser, object cause) =>
        Assert.Equal(cause, ReasonCodes.OfConnect(code, hasUser));

    [Theory]
    [InlineData(0x87, BrokerCause.NotAuthorised)]
    [InlineData(0x8E, BrokerCause.NameConnected)]
    [InlineData(0x95, BrokerCause.MessageTooLarge)]
    [InlineData(0x80, BrokerCause.Unknown)]
    public void A_refusal_names_its_cause(int code, object cause) => Assert.Equal(cause, ReasonCodes.Of(code));
}
