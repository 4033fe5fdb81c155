using System.Diagnostics;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>A verb's connection to a fleet that is out there.</summary>
public sealed class FleetLink : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly long started = Stopwatch.GetTimestamp();

    private FleetLink(FleetSession session) => Session = session;

    public FleetSession Session { get; }

    /// <summary>Host time, microseconds.</summary>
    public long NowUs => Stopwatch.GetElapsedTime(started).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <param name="everybody">Listens to rovers too that the fleet file does not name.</param>
    /// <exception cref="MessagingException">No broker there, or it refuses.</exception>
    public static FleetLink Connect(FleetFile fleet, string verb, TimeSpan timeout, string client = LinkFactory.Auto, bool everybody = false)
    {
        var link = LinkFactory.Choose(client).Create();
        try
        {
            var limit = timeout < TimeSpan.FromSeconds(5) ? timeout : TimeSpan.FromSeconds(5);
            var options = fleet.Broker.ToLinkOptions(ClientIds.Host(fleet.Fleet, verb), limit);
            link.Connect(options);
            var session = new FleetSession(link, fleet.Fleet) { Reconnect = options, Members = everybody ? null : fleet.Rovers.Select(rover => rover.Name).ToHashSet() };
            session.Subscribe();
            return new FleetLink(session);
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Listens until a condition holds; false when the time is up.</summary>
    /// <param name="each">Called after every look into the inbox, with the host time.</param>
    public bool Listen(Func<bool> done, TimeSpan limit, CancellationToken cancellation, Action<long>? each = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Session.Poll(NowUs);
            each?.Invoke(NowUs);
            if (done())
                return true;
            if (Stopwatch.GetElapsedTime(began) > limit)
                return false;
            Session.WaitForMessage(Tick);
        }
    }

    public void Dispose() => Session.Dispose();
}
