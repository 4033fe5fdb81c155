using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Security;
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

    /// <param name="tag">Signs it; null: unsigned.</param>
    public void Send(int rover, RoverCommand command, SessionTag? tag = null, bool retain = false)
    {
        var frame = new CommandFrame { Command = command };
        var buffer = new byte[128];
        var length = FrameCodec.Seal(buffer, FrameKind.Command, epoch, ++sequence, 0, frame.Write(buffer, FrameCodec.HeaderBytes), tag);
        Assert.True(
            link.TryPublish(
                $"mae/1/{TestFleet.Name}/{fleet.Names[rover]}/cmd", buffer.AsSpan(0, length), QualityOfService.AtLeastOnce, retain));
    }

    /// <summary>A price of one value at every stage.</summary>
    public void Dual(int rover, uint tick, double price, int count)
    {
        var frame = new DualFrame(count) { Tick = tick, Rounds = TestSet.Rounds, PriceCount = count };
        Array.Fill(frame.Price, price);
        var buffer = new byte[1024];
        var length = FrameCodec.Seal(buffer, FrameKind.Dual, epoch, ++sequence, 0, frame.Write(buffer, FrameCodec.HeaderBytes));
        Assert.True(
            link.TryPublish(
                $"mae/1/{TestFleet.Name}/{fleet.Names[rover]}/dual", buffer.AsSpan(0, length), QualityOfService.AtMostOnce, retain: false));
    }

    public void Dispose() => link.Dispose();
}
