using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Coordination;

internal static class CoordinationSession
{
    /// <summary>A coordinator's session on the fleet "fleet".</summary>
    public static FleetSession Open(InProcessBroker broker)
    {
        var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "host" });
        var session = new FleetSession(link, "fleet");
        session.Subscribe();
        return session;
    }
}
