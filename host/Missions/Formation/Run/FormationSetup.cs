using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>From a run's options to its negotiation and parameter sets.</summary>
public static class FormationSetup
{
    /// <summary>What a formation needs of a rover.</summary>
    public const string Needs = "A formation needs two wheels, or a body with position and speed on a lane.";

    /// <summary>Share of a control period that one negotiation round may wait for a rover.</summary>
    private const double RoundShare = 0.2;

    public static FormationNegotiation Negotiation(FormationRunOptions options, FleetSession session)
    {
        var coupling = options.Scenario.LimitedCoupling();
        var negotiator = new Negotiator(coupling, options.Mode, new NegotiatorOptions());
        return new FormationNegotiation(
            session, negotiator, coupling, options.Rovers, options.RoundsPerPeriod, (long)(options.PeriodS * 1e6 * RoundShare));
    }

    /// <summary>Rover name to its parameter set.</summary>
    /// <param name="model">FormationScenario.ImperfectModel or TrueModel.</param>
    /// <param name="version">The number that the set goes by.</param>
    public static Dictionary<string, byte[]> ParameterSets(FormationRunOptions options, int model, uint version) =>
        ParameterSets(options, agent => options.Scenario.ParametersFor(agent, model), version);

    /// <summary>What is pushed at half time.</summary>
    public static Dictionary<string, byte[]> SecondSets(FormationRunOptions options, uint version) =>
        ParameterSets(
            options, options.SecondVersion ?? (agent => options.Scenario.ParametersFor(agent, FormationScenario.TrueModel)), version);

    /// <summary>Rover name to its parameter set.</summary>
    /// <param name="parametersOf">An agent's local problem; its coupling weight is set here.</param>
    /// <param name="version">The number that the set goes by.</param>
    public static Dictionary<string, byte[]> ParameterSets(FormationRunOptions options, Func<int, MpcParameters> parametersOf, uint version)
    {
        var coupling = options.Scenario.LimitedCoupling();
        var negotiator = new Negotiator(coupling, options.Mode, new NegotiatorOptions());
        var sets = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var i = 0; i < options.Rovers.Count; i++)
        {
            var parameters = parametersOf(i);
            negotiator.CopyCouplingWeight(i, parameters.CouplingWeight);
            sets.Add(
                options.Rovers[i], FormationParameterSet.Build(parameters, version, options.Mode, options.RoundsPerPeriod, options.PeriodS,
                    prices: PriceLimits.Of(negotiator, i, coupling.OutputCount)));
        }

        return sets;
    }
}
