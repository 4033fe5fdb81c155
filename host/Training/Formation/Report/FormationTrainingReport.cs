using System.Globalization;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// The page of a run that learned, offline or while driving: figures 1 to 4 of paper S1 from the run's own experience, its parameters, and
/// a table beside the figures that a prototype of the method reached.
/// </summary>
public sealed class FormationTrainingReport
{
    // As wide as a chart in pixels.
    private const int Points = 600;
    private const int TrajectoryPeriods = 100;

    // 20 new initial states, 100 periods, the last 50 count: what a prototype of the method reached on the example of the paper, which
    // gives no figures itself.
    private static readonly Dictionary<string, string[]> Prototype = new(StringComparer.Ordinal)
    {
        ["no learning"] = ["7.71", "0.191 / 0.405 / 0.596", "59 %"],
        ["true model, mean disturbance"] = ["0.646", "0.027 / 0.027 / 0.003", "27 %"],
        ["learned"] = ["0.272", "0.026 / 0.026 / 0.007", "0 %"],
        ["oracle: true model, tightened"] = ["0.165", "0.027 / 0.026 / 0.004", "0 %"],
    };

    private readonly FormationScenario scenario;
    private readonly TrainingResult? result;
    private readonly ExperienceColumns columns;
    private readonly ExperienceTable experience;
    private readonly int rounds;
    private readonly ulong seed;

    /// <param name="result">Null: the run ended before it was evaluated, and its page shows how far it came.</param>
    /// <param name="experiencePath">The run's experience.csv.</param>
    /// <param name="rounds">Negotiation rounds a period.</param>
    /// <param name="seed">The run's: the trajectories begin where its evaluation does.</param>
    /// <param name="signals">What each agent's states and inputs are; null: those of linear plants.</param>
    public FormationTrainingReport(
        FormationScenario scenario, TrainingResult? result, string experiencePath, int rounds, ulong seed,
        IReadOnlyList<RoverSignals>? signals = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        columns = new ExperienceColumns(scenario, signals);
        this.scenario = scenario;
        this.result = result;
        this.rounds = rounds;
        this.seed = seed;
        experience = ExperienceTable.Read(experiencePath, Points);
    }

    /// <summary>Whether the scenario is the paper's example, which the prototype's figures belong to.</summary>
    public bool IsPaperExample { get; init; }

    public ReportPage Build(string title, IReadOnlyList<(string Label, string Value)> facts)
    {
        if (result is null)
        {
            var last = experience.Points == 0 ? "" : string.Create(
                CultureInfo.InvariantCulture,
                $"; the stage cost of the last of them is {ReportPage.Figure(experience.Mean("stage_cost")[^1])}, of the first "
                + $"{ReportPage.Figure(experience.Mean("stage_cost")[0])}");
            var page = new ReportPage { Title = title, Headline = $"Learned from {experience.Samples} samples{last}.", Facts = facts };
            return experience.Points == 0 ? page : page with { Sections = [.. Learning(), .. Parameters()] };
        }

        var headline = $"From new initial states the learned controllers cost {ReportPage.Figure(result.Learned.StageCost)} a period, "
            + $"against {ReportPage.Figure(result.NoLearning.StageCost)} without learning and "
            + $"{ReportPage.Figure(result.Oracle.StageCost)} with the oracle.";
        return new ReportPage
        {
            Title = title,
            Headline = headline,
            Facts = [.. facts, ("rollbacks", result.Rollbacks.ToString(CultureInfo.InvariantCulture))],
            Sections = [Table(result), .. Learning(), .. Parameters(), .. Trajectories(result)],
        };
    }

    /// <summary>Samples that the run learned from.</summary>
    public int Samples => experience.Samples;

    private ReportTable Table(TrainingResult result)
    {
        var trueModel = FormationEvaluation.Of(
            scenario, FormationScenario.TrueModel, 0.0, result.Maps, null, rounds, FormationTraining.EvaluationSeed + seed,
            FormationTraining.EvaluationRuns);
        var rows = new (string Name, FormationResult Figures)[]
        {
            ("no learning", result.NoLearning),
            ("true model, mean disturbance", trueModel),
            ("learned", result.Learned),
            ("oracle: true model, tightened", result.Oracle),
        };
        string[] header =
        [
            "controllers", "stage cost", "mean abs coupling error", "bound of the first agent violated",
            .. scenario.HasInequalities
                ? [string.Create(CultureInfo.InvariantCulture, $"a distance short by {FormationResult.ShortfallToleranceM} m")]
                : Array.Empty<string>(),
        ];
        return new ReportTable(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{FormationTraining.EvaluationRuns} new initial states, {FormationEvaluation.Periods} periods, the last "
                + $"{FormationEvaluation.Periods - scenario.EvaluateFromPeriod} count"),
            IsPaperExample ? "beside them what a prototype of the method reached" : "",
            IsPaperExample ? [.. header, "prototype: cost", "errors", "violated"] : header,
            [.. rows.Select(
                row => (IReadOnlyList<string>)[.. Cells(row.Name, row.Figures), .. IsPaperExample ? Prototype[row.Name] : []])]) {
                    Wide = true };
    }

    private static string[] Cells(string name, FormationResult figures) =>
    [
        name,
        Text(figures.StageCost, "0.000"),
        string.Join(" / ", figures.CouplingErrorAbsM.Select(error => Text(error, "0.000"))),
        Text(100.0 * figures.ViolationShare, "0.0") + " %",
        .. figures.HasInequalities ? [Text(100.0 * figures.ShortfallShare, "0.0") + " %"] : Array.Empty<string>(),
    ];

    private IEnumerable<ReportSection> Learning()
    {
        const string samples = "sample";
        foreach (var (signal, agents) in Groups(its => its.Inputs[0]))
        {
            yield return new ReportChart(
                Title(signal) + "s while learning", "as figure 1 of the paper: means of stretches, exploration included", samples,
                signal.Label, experience.Axis,
                [.. agents.Select(i => Named(i, columns.Input(i, 0))),
                    .. Limits(agent => agent.InputLower[0], agent => agent.InputUpper[0])]);
        }

        foreach (var (signal, agents) in Groups(its => its.States[0]))
        {
            yield return new ReportChart(
                Title(signal) + "s while learning",
                "as figure 1 of the paper: means of stretches; dots: the least of each stretch, where a bound is near", samples,
                signal.Label, experience.Axis,
                [.. agents.Select(i => Named(i, columns.State(i, 0))), .. agents.SelectMany(Extremes)]);
        }

        yield return new ReportChart(
            "Coupling errors while learning", "as figure 1 of the paper: means of stretches; all should reach zero", samples, CouplingLabel,
            experience.Axis,
            [.. Rows().Select(row => new ReportSeries(RowName(row), experience.Mean(columns.CouplingError(row))))]);
        foreach (var (signal, agents) in Groups(its => its.States.Count > 1 ? its.States[1] : null))
        {
            yield return new ReportChart(
                Title(signal) + "s while learning", "as figure 2 of the paper: not coupled", samples, signal.Label, experience.Axis,
                [.. agents.Select(i => Named(i, columns.State(i, 1)))]);
        }

        yield return new ReportChart(
            "Surprise", "as figure 2 of the paper: mean magnitude of the temporal-difference error, stretch by stretch, logarithmic",
            samples, "TD error, cost", experience.Axis,
            [new ReportSeries("mean magnitude of the TD error", experience.Magnitude("td_error"))]) { LogY = true };
        yield return new ReportChart(
            "Stage cost", "as figure 2 of the paper: means of stretches, logarithmic", samples, "cost", experience.Axis,
            [
                new ReportSeries("stage cost", experience.Mean("stage_cost")),
                .. result is null
                    ? Array.Empty<ReportSeries>()
                    : [Constant("oracle, evaluated", result.Oracle.StageCost, experience.Points)],
            ]) { LogY = true };
    }

    private IEnumerable<ReportSection> Parameters()
    {
        var learned = experience.Columns.Where(column => column.EndsWith(']') && column.StartsWith("agent_", StringComparison.Ordinal));
        foreach (var block in learned.GroupBy(column => column.Split('.')[1].Split('[')[0]))
        {
            yield return new ReportChart(
                $"Learned: {Words(block.Key)}", "change from the start, an element a line", "sample", Words(block.Key), experience.Axis,
                [.. block.Select(column => new ReportSeries(ElementName(column), experience.Mean(column)))]);
        }
    }

    // agent_2.ModelOffset[1]: "rover-2, element 2".
    private string ElementName(string column)
    {
        var agent = int.Parse(column["agent_".Length..column.IndexOf('.', StringComparison.Ordinal)], CultureInfo.InvariantCulture) - 1;
        var element = int.Parse(column[(column.IndexOf('[', StringComparison.Ordinal) + 1)..^1], CultureInfo.InvariantCulture);
        return $"{scenario.Agents[agent].Name}, element {element + 1}";
    }

    // ModelOffset: "model offset".
    private static string Words(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(letter) : $"{letter}"));

    private IEnumerable<ReportSection> Trajectories(TrainingResult evaluated)
    {
        var before = FormationTrajectory.Of(Team(evaluated, null), FormationTraining.EvaluationSeed + seed, TrajectoryPeriods, rounds);
        var after = FormationTrajectory.Of(
            Team(evaluated, evaluated.Theta), FormationTraining.EvaluationSeed + seed, TrajectoryPeriods, rounds);
        double[] axis = [.. Enumerable.Range(0, TrajectoryPeriods).Select(k => k * scenario.PeriodS)];
        ReportChart Pair(
            string title, string note, string label, IEnumerable<(string Name, Func<FormationTrajectory, int, double> Of)> lines,
            params ReportSeries[] limits) => new(
            title, $"as {note} of the paper; solid: learned, dashed: no learning, from the same new initial state", "time, s", label, axis,
            [
                .. lines.Select(
                    line => new ReportSeries(line.Name, [.. Enumerable.Range(0, TrajectoryPeriods).Select(k => line.Of(after, k))])),
                .. lines.Select(
                    (line, i) => new ReportSeries(
                        line.Name + ", no learning", [.. Enumerable.Range(0, TrajectoryPeriods).Select(k => line.Of(before, k))]) {
                            Dashed = true, Colour = i }),
                .. limits,
            ]);
        foreach (var (signal, agents) in Groups(its => its.Inputs[0]))
            yield return Pair(
                Title(signal) + "s", "figure 3", signal.Label,
                agents.Select(i => Line(scenario.Agents[i].Name, (run, k) => run.Inputs[k][i][0])));
        yield return Pair(
            "Coupling errors", "figure 3", CouplingLabel,
            Rows().Select(row => Line(RowName(row), (run, k) => scenario.CouplingError(run.States[k])[row])));
        foreach (var (signal, agents) in Groups(its => its.States[0]))
            yield return Pair(
                Title(signal) + "s", "figure 4", signal.Label,
                agents.Select(i => Line(scenario.Agents[i].Name, (run, k) => run.States[k][i][0])));
        var first = columns.Signals[0].States[0];
        yield return Pair(
            $"{Title(first)} of {scenario.Agents[0].Name} and its bound", "figure 4", first.Label,
            [Line(scenario.Agents[0].Name, (run, k) => run.States[k][0][0])],
            [.. Bound("bound", scenario.Agents[0].StateLower[0], TrajectoryPeriods)]);
    }

    private FormationTeam Team(TrainingResult evaluated, double[][]? theta)
    {
        var team = new FormationTeam(scenario, FormationScenario.ImperfectModel, NegotiationMode.Admm);
        if (theta is not null && theta.Length > evaluated.Maps.Count)
            team.TightenCoupling(theta[evaluated.Maps.Count]);
        for (var i = 0; theta is not null && i < evaluated.Maps.Count; i++)
        {
            evaluated.Maps[i].Apply(theta[i], team.Parameters[i]);
            team.Controllers[i].Configure(team.Parameters[i]);
        }

        return team;
    }

    private static (string Name, Func<FormationTrajectory, int, double> Of) Line(string name, Func<FormationTrajectory, int, double> of) =>
        (name, of);

    private IEnumerable<(Signal Signal, IReadOnlyList<int> Agents)> Groups(Func<RoverSignals, Signal?> of) =>
        columns.Signals.Select((its, i) => (Signal: of(its), i)).Where(entry => entry.Signal is not null)
            .GroupBy(entry => entry.Signal!, entry => entry.i).Select(group => (group.Key, (IReadOnlyList<int>)[.. group]));

    private static string Title(Signal signal) => char.ToUpperInvariant(signal.Name[0]) + signal.Name[1..];

    private string CouplingLabel => columns.CouplingUnit.Length == 0 ? "coupling error" : $"coupling error, {columns.CouplingUnit}";

    private IEnumerable<int> Rows() => Enumerable.Range(0, scenario.Coupling.RowCount);

    private ReportSeries Named(int agent, string column) => new(scenario.Agents[agent].Name, experience.Mean(column)) { Colour = agent };

    // "rover-1 – rover-2" where two agents share the row.
    private string RowName(int row)
    {
        var names = scenario.Agents.Where(
            (agent, i) => Enumerable.Range(0, agent.OutputCount).Any(o => scenario.Coupling.M[i][(row * agent.OutputCount) + o] != 0.0));
        return string.Join(" – ", names.Select(agent => agent.Name));
    }

    private IEnumerable<ReportSeries> Limits(Func<FormationAgent, double> lower, Func<FormationAgent, double> upper) =>
        new[] { scenario.Agents.Min(lower), scenario.Agents.Max(upper) }.SelectMany(limit => Bound("bound", limit, experience.Points));

    // The mean of a stretch hides what matters at a bound.
    private IEnumerable<ReportSeries> Extremes(int i)
    {
        var agent = scenario.Agents[i];
        if (agent.DisturbanceLower[0] < agent.DisturbanceUpper[0])
            yield return new ReportSeries($"{agent.Name}, least", experience.Low(columns.State(i, 0))) { Points = true, Colour = i };
        foreach (var bound in agent.DisturbanceLower[0] < agent.DisturbanceUpper[0]
            ? Bound($"bound of {agent.Name}", agent.StateLower[0], experience.Points) : [])
            yield return bound;
    }

    private static IEnumerable<ReportSeries> Bound(string name, double value, int points) =>
        Math.Abs(value) < MpcParameters.Unbounded ? [Constant(name, value, points)] : [];

    private static ReportSeries Constant(string name, double value, int points) =>
        new(name, [.. Enumerable.Repeat(value, points)]) { Dashed = true };

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
