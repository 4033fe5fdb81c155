using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>A simulated tracker with a connection of its own to the fleet's broker.</summary>
internal sealed class TrackerStation : IDisposable
{
    private readonly IClock clock;
    private readonly FleetSession session;
    private readonly TrackerFeed feed;

    public TrackerStation(
        TrackerOptions options, FleetFile file, IReadOnlyList<(string Name, SimulatedWheels Wheels)> wheels, IClock clock,
        LinkFactory factory, LinkOptions link)
    {
        this.clock = clock;
        var own = link with { ClientId = ClientIds.Host(file.Fleet, "track") };
        var connection = factory.Create();
        connection.Connect(own);
        session = new FleetSession(connection, file.Fleet)
        {
            Reconnect = own,
            Members = wheels.Select(one => one.Name).ToHashSet(),
            Keys = file.Keys(),
        };
        session.Subscribe();
        feed = new TrackerFeed(options, wheels, TrackerFeed.BySession(session));
    }

    public void Poll()
    {
        session.Poll(clock.NowUs);
        feed.Poll(clock.NowUs);
    }

    public void Dispose() => session.Dispose();
}
