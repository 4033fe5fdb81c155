using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Safety;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>What is known of a rover, there or lost: what it says, or what it said last and how long ago that was.</summary>
/// <param name="Name">As the fleet file or the rover has it.</param>
/// <param name="Presence">Null: never heard of.</param>
/// <param name="ValuesAgeS">Age of <see cref="State"/> and what comes with it, s; null where nobody knows.</param>
/// <param name="Tick">Null, as those that follow: not known.</param>
public sealed record RoverView(
    string Name, RoverPresence? Presence, double? ValuesAgeS, uint? Tick, uint? ParameterVersion, uint? Faults, double? BatteryV,
    double[] State)
{
    public bool IsThere => Presence?.Mode is not null and not RoverMode.Lost;

    public bool IsLost => Presence?.Mode == RoverMode.Lost;

    /// <summary>One for each of <see cref="State"/>.</summary>
    public IReadOnlyList<Signal> Signals => StateSignals.Of(State.Length, Presence?.CountsWay);

    /// <param name="nowUs">Host time, as of the session.</param>
    /// <param name="now">For what somebody wrote down with a date.</param>
    public static RoverView Of(string name, RoverPresence? rover, long nowUs, DateTimeOffset now)
    {
        if (rover?.Mode is null)
            return new(name, rover, null, null, null, null, null, []);
        double? age = rover.StateUs >= 0 ? (nowUs - rover.StateUs) * 1e-6 : null;
        // What this host heard itself is the newest there is.
        if (rover.Mode != RoverMode.Lost || age is not null)
            return new(name, rover, age, rover.Tick, rover.ParameterVersion, rover.Faults, rover.BatteryV, rover.State);
        if (rover.LastWord is not { } last)
            return new(name, rover, null, null, rover.Reported?.ActiveVersion, null, null, []);
        var ageS = Math.Max(0, (now - last.LostAt).TotalSeconds);
        return new(name, rover, ageS, last.Tick, last.ParameterVersion, last.Faults, last.BatteryV, last.State);
    }
}
