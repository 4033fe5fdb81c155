using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Tests.Harness;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Faults.Agent;

/// <summary>Orders that a broker kept, and frames on topics that are not theirs, with keys or without.</summary>
public sealed class RetainedOrderTests
{
    [Fact]
    public void An_order_that_the_broker_kept_moves_nobody_who_comes_later()
    {
        using var fleet = new TestFleet().Start();
        fleet.KillHost();
        using var other = new CommandSender(fleet, epoch: 5);
        other.Send(0, RoverCommand.Identify, retain: true);
        fleet.Run(1);
        Assert.Equal(1, fleet.Agent(0).Identified);
        fleet.Rovers[0].Reboot();
        fleet.Run(5);
        Assert.Equal(0, fleet.Agent(0).Identified);
    }

    [Fact]
    public void A_command_on_another_topic_than_commands_is_none()
    {
        using var fleet = new TestFleet().Start();
        using var link = new InProcessLink(fleet.Broker);
        link.Connect(new LinkOptions { ClientId = "other" });
        var buffer = new byte[128];
        var length = FrameCodec.Seal(
            buffer, FrameKind.Command, 1000, 1, 0,
            new CommandFrame { Command = RoverCommand.Disarm }.Write(buffer, FrameCodec.HeaderBytes));
        foreach (var leaf in new[] { "dual", "param/desired", "param/chunk" })
        {
            var topic = $"mae/1/{TestFleet.Name}/rover-1/{leaf}";
            Assert.True(link.TryPublish(topic, buffer.AsSpan(0, length), QualityOfService.AtLeastOnce, retain: false));
        }

        fleet.Run(2);
        Assert.Equal(RoverMode.Running, fleet.Agent(0).Mode);
    }
}
