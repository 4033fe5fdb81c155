using System.Diagnostics;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>A verb's connection to a fleet that is out there.</summary>
public sealed class FleetLink : IDisposable
{
    /// <summary>Code of the error that another host commands the fleet.</summary>
    internal const string HeldByAnother = "MAE508";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan LongestConnect = TimeSpan.FromSeconds(5);

    /// <summary>A broker that is there and does not let this host hear itself does not keep it from its fleet.</summary>
    private static readonly TimeSpan LeaseLimit = TimeSpan.FromSeconds(15);

    private readonly long started = Stopwatch.GetTimestamp();

    private readonly HostLease? lease;

    private readonly LinkOptions options;

    private FleetLink(FleetSession session, LinkOptions options, LeaseWord? self)
    {
        this.options = options;
        Session = session;
        lease = self is null ? null : new HostLease(session, self);
    }

    public FleetSession Session { get; }

    /// <summary>Host time, microseconds.</summary>
    public long NowUs => Stopwatch.GetElapsedTime(started).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <param name="everybody">Listens to rovers too that the fleet file does not name.</param>
    /// <param name="commands">Sends orders over a time in which nobody else may.</param>
    /// <param name="hears">See <see cref="FleetSession.Hear"/>.</param>
    /// <exception cref="MessagingException">No broker there, or it refuses.</exception>
    /// <exception cref="MaeException">MAE508: another host commands this fleet.</exception>
    public static FleetLink Connect(
        FleetFile fleet, string verb, TimeSpan timeout, string client = LinkFactory.Auto, bool everybody = false, bool commands = false,
        params string[] hears)
    {
        var link = LinkFactory.Choose(client).Create();
        try
        {
            var options = fleet.Broker.ToLinkOptions(ClientIds.Host(fleet.Fleet, verb), ConnectLimit(timeout));
            var self = commands ? LeaseWord.Of(options.ClientId, verb) : null;
            if (self is not null)
                options = options with { Will = HostLease.WillOf(fleet.Fleet, self) };
            link.Connect(options);
            var session = new FleetSession(link, fleet.Fleet)
            {
                Reconnect = options,
                Members = everybody ? null : fleet.Rovers.Select(rover => rover.Name).ToHashSet(),
                LookedFor = fleet.Rovers.Select(rover => rover.Name),
                Keys = Keys(fleet, commands),
                LastWords = commands ? new LastWords(TimeProvider.System) : null,
            };
            Array.ForEach(hears, session.Hear);
            session.Subscribe();
            var connected = new FleetLink(session, options, self);
            connected.TakeLease(fleet);
            if (commands)
                Spectators.Invite(Watched(fleet, client, session.Keys));
            return connected;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>The fleet as somebody else of this process reaches it.</summary>
    /// <param name="timeout">For connecting, where it is shorter than what a broker is given; null: that.</param>
    public static WatchedFleet Watched(
        FleetFile fleet, string client = LinkFactory.Auto, FleetKeys? keys = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        return new WatchedFleet(
            fleet.Fleet, [.. fleet.Rovers.Select(rover => rover.Name)], LinkFactory.Choose(client).Create,
            fleet.Broker.ToLinkOptions("mae", ConnectLimit(timeout ?? LongestConnect)), keys);
    }

    /// <summary>How long to wait for a broker, where a verb may take so long.</summary>
    public static TimeSpan ConnectLimit(TimeSpan timeout) => timeout > TimeSpan.Zero && timeout < LongestConnect ? timeout : LongestConnect;

    /// <summary>Who is on this broker, in whatever fleet.</summary>
    public SortedDictionary<string, SortedSet<string>> Census() => BrokerCensus.Take(options, Session.Fleet);

    /// <summary>Listens until a condition holds; false when the time is up.</summary>
    /// <param name="limit">Infinite: until it is cancelled.</param>
    /// <param name="each">Called after every look into the inbox, with the host time.</param>
    public bool Listen(Func<bool> done, TimeSpan limit, CancellationToken cancellation, Action<long>? each = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Session.Poll(NowUs);
            KeepLease();
            each?.Invoke(NowUs);
            if (done())
                return true;
            if (limit != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(began) > limit)
                return false;
            Session.WaitForMessage(Tick);
        }
    }

    public void Dispose()
    {
        lease?.Release();
        Session.Dispose();
    }

    // An emergency stop goes out without a key too: rovers take it from anybody.
    private static FleetKeys? Keys(FleetFile fleet, bool needed)
    {
        try
        {
            return fleet.Keys();
        }
        catch (MaeException) when (!needed)
        {
            return null;
        }
    }

    private void TakeLease(FleetFile fleet)
    {
        if (lease is null)
            return;
        lease.Ask(fleet.TakeOver, NowUs);
        var began = Stopwatch.GetTimestamp();
        while (lease.Now is not HostLease.Stage.Held and not HostLease.Stage.Refused && Stopwatch.GetElapsedTime(began) < LeaseLimit)
        {
            Session.Poll(NowUs);
            lease.Poll(NowUs);
            Session.WaitForMessage(Tick);
        }

        if (lease.Now == HostLease.Stage.Refused)
        {
            throw new MaeException(
                ExitCode.Rejected, HeldByAnother, $"Another host commands fleet {fleet.Fleet}: {lease.Other!.Text}.",
                "Wait until it has ended, end it, or let it make way: --take-over.");
        }
    }

    private void KeepLease()
    {
        if (lease is null || Session.IsSilent)
            return;
        lease.Poll(NowUs);
        if (lease.Now is not (HostLease.Stage.Lost or HostLease.Stage.Refused))
            return;
        // Two hosts that both give orders are worse than none: this one falls silent at once, without a stop, which would be the other's.
        Session.IsSilent = true;
        throw new MaeException(
            ExitCode.Rejected, "MAE509", $"Another host has taken over: {lease.Other!.Text}.",
            "This one gives no orders any more; what was recorded is kept.");
    }
}
