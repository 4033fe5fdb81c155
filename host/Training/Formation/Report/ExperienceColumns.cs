using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>Names of the columns of an experience table, the unit in the name where there is one: agent_1.position_m, agent_1.input,
/// coupling_error_1_m.</summary>
/// <param name="signals">What each agent's states and inputs are; null: those of linear plants.</param>
public sealed class ExperienceColumns(FormationScenario scenario, IReadOnlyList<RoverSignals>? signals = null)
{
    /// <summary>One an agent.</summary>
    public IReadOnlyList<RoverSignals> Signals { get; } = signals
        ?? [.. scenario.Agents.Select(agent => RoverSignals.Plant(agent.StateCount, agent.InputCount))];

    /// <summary>What coupling rows are measured in: metres where they are between positions, else nothing.</summary>
    public string CouplingUnit => Signals.All(its => its.States[0].Unit == "m") ? "m" : "";

    public string State(int agent, int index) => $"agent_{agent + 1}.{Signals[agent].States[index].Column}";

    public string Input(int agent, int index) => $"agent_{agent + 1}.{Signals[agent].Inputs[index].Column}";

    /// <param name="element">As <see cref="Theta.NameOf"/> names it.</param>
    public static string Parameter(int agent, string element) => $"agent_{agent + 1}.{element}";

    public string CouplingError(int row) => $"coupling_error_{row + 1}{Suffix}";

    public string CouplingTightening(int row) => $"coupling_tightening_{row + 1}{Suffix}";

    private string Suffix => CouplingUnit.Length == 0 ? "" : "_" + CouplingUnit;
}
