using System.Text.Json.Nodes;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Serve;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>Leads a formation in the plane for as long as it is asked to. A host that takes over goes on with shape, path and pace where
/// the one before was.</summary>
public sealed class PlanarService(FleetFile fleet, PlanarRunOptions options, string verb) : MissionService(fleet, verb)
{
    private PlanarLead lead = null!;

    /// <inheritdoc/>
    protected override string[] Hears => [Topics.Orders, Topics.Pace];

    /// <inheritdoc/>
    protected override string Needs => PlanarRun.Needs;

    /// <inheritdoc/>
    protected override string Smaller => "Lower horizon in the fleet file.";

    /// <inheritdoc/>
    protected override void Prepare(FleetSession session, uint version, MissionMemory left) =>
        lead = new PlanarLead(options with { Starts = Starts(session, left) }, session, version);

    /// <inheritdoc/>
    protected override bool TryRecall(FleetSession session, uint version, JsonObject? state)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (PlanarLead.TryRecall(options, session, version, state, session.Kept.Heard(Topics.Pace)) is not { } recalled)
            return false;
        lead = recalled;
        return true;
    }

    /// <inheritdoc/>
    protected override JsonObject Remember() => lead.Conductor.Remember().ToJson();

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, byte[]> Sets(uint version) => lead.Conductor.Sets();

    /// <inheritdoc/>
    protected override IServedMission Begin(
        FleetSession session, IReadOnlyList<string> there, uint version, IReadOnlyDictionary<string, byte[]> sets, bool adopts) =>
        lead.Begin(adopts, Say);

    /// <inheritdoc/>
    protected override void Poll(FleetSession session, IServedMission mission, long nowUs)
    {
        if (lead.Poll(nowUs, _ => { }))
            session.Kept.Keep(Topics.Pace, lead.Pace.Remember(), QualityOfService.AtMostOnce);
    }

    /// <inheritdoc/>
    protected override ServiceStatus Describe(ServiceStatus common) => common with
    {
        RoundsTotal = lead.Negotiation.RoundsTotal,
        RoundsIncomplete = lead.Negotiation.RoundsIncomplete,
    };

    // Whoever was left standing somewhere by a host that is gone knows better than the file where that is, if it has not been switched off.
    private IReadOnlyList<(double XM, double YM, double HeadingRad)> Starts(FleetSession session, MissionMemory left)
    {
        var before = left.Entries.Select(entry => PlanarMemory.TryRead(entry.State, options)).FirstOrDefault(one => one is not null);
        return [.. options.Rovers.Select((name, i) =>
            before is not null && session.Roster.GetValueOrDefault(name) is { State: [var x, var y, _, _, var heading] } rover
                && rover.BootCount is not null && rover.BootCount == before.Rovers[i].Boot
                && left.Entries.Any(entry => entry.Version == rover.ParameterVersion)
                ? (x - (PointLaw.DefaultLookAheadM * Math.Cos(heading)), y - (PointLaw.DefaultLookAheadM * Math.Sin(heading)), heading)
                : options.Starts[i])];
    }
}
