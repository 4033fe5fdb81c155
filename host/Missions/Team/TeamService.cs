using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Missions.Serve;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>Coordinates a team that negotiates nothing for as long as it is asked to. Every rover of the fleet file that is heard takes
/// part, from the start or from when it comes.</summary>
/// <param name="setOf">A rover's set of a version.</param>
/// <param name="needs">What the mission needs of a rover, for one that refuses its set.</param>
/// <param name="smaller">What to do about a set that is too large for a rover.</param>
internal sealed class TeamService(FleetFile fleet, Func<string, uint, byte[]> setOf, string needs, string smaller)
    : MissionService(fleet, "serve")
{
    /// <summary>Rovers that have to be there before it begins; null: all.</summary>
    public int? Agents { get; init; }

    /// <summary>Shows the mission's world to whoever looks on; null: there is nothing to show.</summary>
    public Action<FleetSession>? Show { get; init; }

    /// <inheritdoc/>
    protected override int Wanted => Agents ?? base.Wanted;

    /// <inheritdoc/>
    protected override string Needs => needs;

    /// <inheritdoc/>
    protected override string Smaller => smaller;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, byte[]> Sets(uint version) =>
        Names.ToDictionary(name => name, name => FloorSet.With(setOf(name, version), Fleet.Floor), StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override IServedMission Begin(
        FleetSession session, IReadOnlyList<string> there, uint version, IReadOnlyDictionary<string, byte[]> sets, bool adopts)
    {
        Show?.Invoke(session);
        return new TeamMission(session, there, version, name => sets[name], Fleet.Keys()) { Adopts = adopts };
    }

    /// <inheritdoc/>
    protected override void Poll(FleetSession session, IServedMission mission, long nowUs)
    {
        base.Poll(session, mission, nowUs);
        var team = (TeamMission)mission;
        foreach (var name in Names.Where(name => LiveFleet.IsThere(session, name)))
            team.Add(name);
    }
}
