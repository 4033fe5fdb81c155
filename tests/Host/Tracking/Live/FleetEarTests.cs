using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Tracking.Live;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Tracking.Live;

public sealed class FleetEarTests
{
    [Fact]
    public void A_rover_s_motion_is_its_word_and_what_is_none_is_nothing()
    {
        var broker = new InProcessBroker();
        using var rover = Link(broker, "rover");
        using var ear = new FleetEar(Link(broker, "ear"), "lab");
        var frame = new MotionFrame { XM = 1.5, YM = -2, HeadingRad = 0.5f, SigmaM = 0.02f, RadiusM = 0.1f };
        var buffer = new byte[FrameCodec.OverheadBytes + MotionFrame.ByteCount];
        var length = FrameCodec.Seal(buffer, FrameKind.Motion, 1, 1, 0, frame.Write(buffer, FrameCodec.HeaderBytes));
        rover.TryPublish(Topics.Of("lab", "rover-1", Topics.Motion), buffer.AsSpan(0, length), QualityOfService.AtMostOnce, retain: false);
        rover.TryPublish(Topics.Of("lab", "rover-2", Topics.Motion), new byte[40], QualityOfService.AtMostOnce, retain: false);
        ear.Poll(1_000_000);
        var word = ear.Word.Of("rover-1", 2_000_000)!;
        Assert.Equal((1.5, -2.0, 0.5), (word.XM, word.YM, word.HeadingRad));
        Assert.Null(ear.Word.Of("rover-2", 2_000_000));
        // What it said long ago says nothing of now.
        Assert.Null(ear.Word.Of("rover-1", 5_000_000));
    }

    private static IMessageLink Link(InProcessBroker broker, string id)
    {
        var link = LinkFactory.Choose(LinkFactory.InProcess, broker).Create();
        link.Connect(new LinkOptions { ClientId = id });
        return link;
    }
}
