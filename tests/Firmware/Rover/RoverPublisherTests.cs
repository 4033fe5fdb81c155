using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Tests.Harness;

namespace MultiAgentEdge.Tests.Firmware;

public sealed class RoverPublisherTests
{
    [Theory]
    [InlineData(-61)]
    [InlineData(null)]
    public void The_signal_is_told_where_there_is_a_radio_that_says_it(int? signalDbm)
    {
        Assert.Equal(signalDbm, (int?)Info(new Radio(signalDbm))["signal_dbm"]);
        Assert.False(Info(null).ContainsKey("signal_dbm"));
    }

    private static JsonObject Info(IRadio? radio)
    {
        var broker = new InProcessBroker();
        using var listener = new InProcessLink(broker);
        listener.Connect(new LinkOptions { ClientId = "listener" });
        listener.Subscribe("mae/1/f/r/info", QualityOfService.AtLeastOnce);
        using var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "rover" });
        var options = new RoverOptions { Fleet = "f", Name = "r" };
        var hardware = new RoverHardware
        {
            Clock = new SimulatedClock(),
            Link = new MessagingLink(link, new LinkOptions { ClientId = "rover" }),
            Body = new PointBody(),
            Store = new SimulatedFlash(16),
            Radio = radio!,
        };
        var topics = new RoverTopics("f", "r");
        var json = new JsonWriter(RoverPublisher.BufferBytes(options));
        new RoverPublisher(options, hardware, topics, json).Info(new ParameterReceiver(options, hardware, topics, json), 1);
        Assert.True(listener.TryReceive(out var message));
        return (JsonObject)JsonNode.Parse(message.Payload)!;
    }

    private sealed class Radio(int? dbm) : IRadio
    {
        public bool TryReadSignal(ref int signalDbm)
        {
            signalDbm = dbm ?? signalDbm;
            return dbm is not null;
        }
    }
}
