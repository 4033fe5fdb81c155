using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Host.Web.Live;

/// <summary>
/// What people do in need: stop, release, and arm again what was stopped, each told again until every rover has obeyed. A mission does not
/// arm by itself what a person has stopped; an armed rover it starts. Not thread safe.
/// </summary>
internal sealed class StopDesk(FleetSession session)
{
    private const long TellUs = 2_000_000;
    private const long RepeatUs = 200_000;

    /// <summary>A rover that may be armed is so within some periods; one that is not says why in its faults.</summary>
    private const long ArmUs = 5_000_000;

    private readonly FleetStop stop = new(session);
    private readonly SortedSet<string> stopped = new(StringComparer.Ordinal);
    private readonly SortedSet<string> arming = new(StringComparer.Ordinal);
    private long stopUs = -1;
    private long armUs;
    private long armedUs;

    /// <summary>A stop was asked for and is not released.</summary>
    public bool Stands => stop.Stands;

    /// <summary>Some were stopped and released, and wait for a person to arm them.</summary>
    public bool AwaitsArming => !stop.Stands && !stop.IsReleasing && Waiting().Any();

    /// <summary>After a stop, as soon as all have confirmed or two seconds have passed: how many have, and who has not.</summary>
    public event Action<int, IReadOnlyList<string>>? Told;

    /// <summary>These were to be armed, and are not.</summary>
    public event Action<IReadOnlyList<string>>? NotArmed;

    public void Stop(IEnumerable<string> names)
    {
        arming.Clear();
        stopUs = session.NowUs;
        stop.Stop(names, stopUs);
    }

    /// <summary>Releases these: they are then disarmed.</summary>
    public void Release(IEnumerable<string> names) => stop.Release(names, session.NowUs);

    /// <summary>Arms whoever was stopped and released.</summary>
    public void Arm()
    {
        arming.UnionWith(Waiting());
        (armUs, armedUs) = (session.NowUs, -RepeatUs);
    }

    /// <summary>To be called after each look into the inbox.</summary>
    public void Poll(long nowUs)
    {
        stop.Poll(nowUs);
        foreach (var (name, rover) in session.Roster)
        {
            if (rover.Mode == RoverMode.EmergencyStop)
                stopped.Add(name);
            else if (rover.IsDriving || rover.Mode == RoverMode.Armed)
                stopped.Remove(name);
        }

        KeepArming(nowUs);
        if (stopUs < 0 || !stop.Stands || (stop.Unconfirmed.Count > 0 && nowUs - stopUs < TellUs))
            return;
        stopUs = -1;
        Told?.Invoke(stop.Confirmed.Count, stop.Unconfirmed);
    }

    /// <summary>For pages: <c>stands</c>, <c>releasing</c>, <c>confirmed</c> (s after the order, by rover), <c>unconfirmed</c>, who waits
    /// to be armed, and whether that is asked for.</summary>
    public JsonObject ToJson() => new()
    {
        ["stands"] = stop.Stands,
        ["releasing"] = stop.IsReleasing,
        ["confirmed"] = new JsonObject(
            stop.Confirmed.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)Math.Round(one.Value, 3)))),
        ["unconfirmed"] = Names(stop.Unconfirmed),
        ["waiting"] = AwaitsArming ? Names(Waiting()) : [],
        ["arming"] = arming.Count > 0,
    };

    // One without parameters cannot be armed, and waits for its mission.
    private IEnumerable<string> Waiting() => stopped.Where(name =>
        session.Roster.GetValueOrDefault(name) is { Mode: RoverMode.Disarmed or RoverMode.SafeStop, Faults: var faults }
        && (faults & FaultFlags.ParametersMissing) == 0);

    private void KeepArming(long nowUs)
    {
        arming.IntersectWith(stopped);
        if (arming.Count == 0)
            return;
        if (nowUs - armUs >= ArmUs)
        {
            NotArmed?.Invoke([.. arming]);
            arming.Clear();
        }
        else if (nowUs - armedUs >= RepeatUs)
        {
            armedUs = nowUs;
            foreach (var name in arming)
                session.Command(name, RoverCommand.Arm);
        }
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)name)]);
}
