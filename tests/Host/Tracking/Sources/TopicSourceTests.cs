using System.Text;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Tracking.Gates;
using MultiAgentEdge.Host.Tracking.Live;
using MultiAgentEdge.Host.Tracking.Setup;
using MultiAgentEdge.Host.Tracking.Sources;

namespace MultiAgentEdge.Tests.Host.Tracking.Sources;

public sealed class TopicSourceTests
{
    [Fact]
    public void The_topic_names_the_rover_and_a_line_may_not_contradict_it()
    {
        var broker = new InProcessBroker();
        using var other = Link(broker, "other");
        using var source = new TopicSource(Link(broker, "track"), "lab", new TrackingSetup());
        var said = new List<string>();
        var live = new LiveTrack(new PoseGate(new HashSet<string> { "rover-1" }), said.Add);
        void Say(string rover, string line) =>
            other.TryPublish($"mae/1/lab/{rover}/pose/json", Encoding.UTF8.GetBytes(line), QualityOfService.AtMostOnce, retain: false);
        Say("rover-1", """{"x_m": 1, "y_m": 2}""");
        Say("rover-2", """{"rover": "rover-1", "x_m": 1, "y_m": 2}""");
        Say("rover-3", """{"x_m": 1, "y_m": 2}""");
        Say("rover-1", new string('x', 2000));
        source.Poll(TimeSpan.Zero, live);
        Assert.Equal(1, live.Taken);
        Assert.Equal("""{"no_pose":1,"too_long":1,"unknown_rover":1}""", live.Json("topic")["refused"]!.ToJsonString());
    }

    private static IMessageLink Link(InProcessBroker broker, string id)
    {
        var link = LinkFactory.Choose(LinkFactory.InProcess, broker).Create();
        link.Connect(new LinkOptions { ClientId = id });
        return link;
    }
}
