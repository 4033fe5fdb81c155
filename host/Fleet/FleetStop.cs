using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>
/// An emergency stop of many rovers, and its release: sent again until each has said that it obeyed. A stop stands: a rover that was not
/// there, or begins a new life, is stopped as soon as it is heard. Rovers take a stop from any session, so it is sent before anything is
/// heard; a release must come from a newer one, and is sent to those that are stopped.
/// </summary>
public sealed class FleetStop(FleetSession session)
{
    private const long RepeatUs = 200_000;

    /// <summary>Rovers that are released have so long to say so; one that comes later has been released or is asked for again.</summary>
    private const long ReleaseUs = 5_000_000;

    private readonly Dictionary<string, Order> orders = new(StringComparer.Ordinal);
    private long beganUs;
    private long sentUs;

    /// <summary>A stop that was asked for and not released.</summary>
    public bool Stands { get; private set; }

    /// <summary>A release is on its way.</summary>
    public bool IsReleasing { get; private set; }

    /// <summary>Who has said that it obeyed, and how long after the order, s.</summary>
    public IReadOnlyDictionary<string, double> Confirmed =>
        orders.Where(one => one.Value.AfterS is not null).ToDictionary(
            one => one.Key, one => one.Value.AfterS!.Value, StringComparer.Ordinal);

    /// <summary>Who has not, in the order of the names given.</summary>
    public IReadOnlyList<string> Unconfirmed => [.. orders.Where(one => one.Value.AfterS is null).Select(one => one.Key)];

    /// <summary>Stops these, now and until they are released.</summary>
    public void Stop(IEnumerable<string> names, long nowUs)
    {
        (Stands, IsReleasing) = (true, false);
        Begin(names, nowUs);
    }

    /// <summary>Releases these: they are then disarmed.</summary>
    public void Release(IEnumerable<string> names, long nowUs)
    {
        (Stands, IsReleasing) = (false, true);
        session.BeginEpoch();
        Begin(names, nowUs);
    }

    /// <summary>Looks who has obeyed, and tells the others again; to be called after each look into the inbox.</summary>
    public void Poll(long nowUs)
    {
        if (!Stands && !IsReleasing)
            return;
        foreach (var (name, order) in orders)
            Look(order, session.Roster.GetValueOrDefault(name), nowUs);
        IsReleasing &= nowUs - beganUs < ReleaseUs && Unconfirmed.Count > 0;
        if (nowUs - sentUs >= RepeatUs)
            Send(nowUs);
    }

    private void Begin(IEnumerable<string> names, long nowUs)
    {
        orders.Clear();
        foreach (var name in names)
            orders[name] = new Order();
        beganUs = nowUs;
        // All of them once, whatever they last said: what is known of a rover may be old.
        Send(nowUs);
    }

    private void Send(long nowUs)
    {
        sentUs = nowUs;
        foreach (var name in Unconfirmed)
            session.Command(name, Stands ? RoverCommand.EmergencyStop : RoverCommand.ResetEmergencyStop);
    }

    private void Look(Order order, RoverPresence? rover, long nowUs)
    {
        if (rover?.Mode is not { } mode)
            return;
        var hasObeyed = mode != RoverMode.Lost && (mode == RoverMode.EmergencyStop) == Stands;
        if (order.AfterS is null && hasObeyed)
            (order.AfterS, order.Life) = ((nowUs - beganUs) * 1e-6, rover.Life);
        // One that another host has released stays released; one that is lost or begins anew has not obeyed.
        else if (order.AfterS is not null && Stands && (mode == RoverMode.Lost || rover.Life != order.Life))
            order.AfterS = null;
    }

    private sealed class Order
    {
        public double? AfterS { get; set; }

        public RoverLife Life { get; set; }
    }
}
