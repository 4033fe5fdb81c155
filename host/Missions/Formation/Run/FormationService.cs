using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Missions.Serve;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>Coordinates a formation on lanes for as long as it is asked to.</summary>
/// <param name="fleet">With a broker and distances to keep.</param>
/// <param name="verb">For the fleet's lease and the client's name.</param>
public sealed class FormationService(FleetFile fleet, string verb) : MissionService(fleet, verb)
{
    private readonly FormationRunOptions options = FleetScenario.Options(fleet);
    private FormationNegotiation? negotiation;

    /// <inheritdoc/>
    protected override string Needs => FormationSetup.Needs;

    /// <inheritdoc/>
    protected override string Smaller => "Lower horizon in the fleet file.";

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, byte[]> Sets(uint version) =>
        FormationSetup.ParameterSets(options, FormationScenario.ImperfectModel, version);

    /// <inheritdoc/>
    protected override IServedMission Begin(
        FleetSession session, IReadOnlyList<string> there, uint version, IReadOnlyDictionary<string, byte[]> sets, bool adopts)
    {
        session.PlanCheck = new PlanCheck(options.Scenario, options.Rovers);
        negotiation = FormationSetup.Negotiation(options, session);
        return new FormationMission(session, negotiation, options.Rovers, new ParameterRollout(session, version, sets, options.Keys)) {
            Adopts = adopts };
    }

    /// <inheritdoc/>
    protected override ServiceStatus Describe(ServiceStatus common) => common with
    {
        RoundsTotal = negotiation?.RoundsTotal ?? 0,
        RoundsIncomplete = negotiation?.RoundsIncomplete ?? 0,
    };
}
