using System.Globalization;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// The experience as a table, one row a sample: what figures 1 to 4 of paper S1 are drawn from. States, inputs, coupling errors and the
/// first stage's multipliers are those at the sample; theta is that after it.
/// </summary>
public sealed class ExperienceLog
{
    private readonly FormationScenario scenario;
    private readonly FormationLearner learner;
    private readonly TextWriter writer;
    private readonly ExperienceColumns names;

    /// <param name="signals">What each agent's states and inputs are; null: those of linear plants.</param>
    public ExperienceLog(
        FormationScenario scenario, FormationLearner learner, TextWriter writer, IReadOnlyList<RoverSignals>? signals = null)
    {
        names = new ExperienceColumns(scenario, signals);
        this.scenario = scenario;
        this.learner = learner;
        this.writer = writer;
    }

    public void WriteHeader()
    {
        var columns = new List<string> { "sample", "stage_cost", "td_error", "value", "action_value" };
        for (var i = 0; i < scenario.Agents.Count; i++)
        {
            columns.AddRange(Enumerable.Range(0, scenario.Agents[i].StateCount).Select(k => names.State(i, k)));
            columns.AddRange(Enumerable.Range(0, scenario.Agents[i].InputCount).Select(k => names.Input(i, k)));
            columns.AddRange(
                Enumerable
                    .Range(0, learner.Maps[i].Count)
                    .Select(element => ExperienceColumns.Parameter(i, learner.Maps[i].NameOf(element))));
        }

        var rows = Enumerable.Range(0, scenario.Coupling.RowCount).ToList();
        if (learner.Theta.Length > scenario.Agents.Count)
            columns.AddRange(rows.Select(names.CouplingTightening));
        columns.AddRange(rows.Select(names.CouplingError));
        columns.AddRange(rows.Select(row => $"multiplier_{row + 1}"));
        writer.WriteLine(string.Join(',', columns));
    }

    /// <param name="transition">What the learner just learned from.</param>
    public void WriteRow(FormationTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        var numbers = new List<double> { learner.Samples - 1, transition.StageCost, learner.TdError, learner.Value, learner.ActionValue };
        for (var i = 0; i < scenario.Agents.Count; i++)
            numbers.AddRange([.. transition.States[i], .. transition.Inputs[i], .. learner.Theta[i]]);
        if (learner.Theta.Length > scenario.Agents.Count)
            numbers.AddRange(learner.Theta[^1]);
        numbers.AddRange(scenario.CouplingError(transition.States));
        numbers.AddRange(transition.Multipliers.Take(scenario.Coupling.RowCount));
        writer.WriteLine(string.Join(',', numbers.Select(number => number.ToString("G9", CultureInfo.InvariantCulture))));
    }
}
