using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Harness;

/// <summary>Another coordinator than the fleet's: sends commands under an epoch of its choice.</summary>
public sealed class CommandSender : IDisposable
{
    private readonly InProcessLink link;
    private readonly TestFleet fleet;
    private readonly uint epoch;
    private uint sequence;

    public CommandSender(TestFleet fleet, uint epoch)
    {
        this.fleet = fleet;
        this.epoch = epoch;
        link = new InProcessLink(fleet.Broker);
        link.Connect(new LinkOptions { ClientId = "other" });
    }

    public void Send(int rover, RoverCommand command)
    {
        var frame = new CommandFrame { Command = command };
        var buffer = new byte[128];
        var length = FrameCodec.Seal(buffer, FrameKind.Command, epoch, ++sequence, 0, frame.Write(buffer, FrameCodec.HeaderBytes));
        Assert.True(link.TryPublish($"mae/1/{TestFleet.Name}/{fleet.Names[rover]}/cmd", buffer.AsSpan(0, length), QualityOfService.AtLeastOnce, retain: false));
    }

    public void Dispose() => link.Dispose();
}
