using System.Globalization;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Training;

/// <summary>
/// The page of a run that learned, offline or while driving: figures 1 to 4 of paper S1 from the run's own experience, its parameters, and a table beside
/// the figures that a prototype of the method reached.
/// </summary>
public sealed class FormationTrainingReport
{
    // As wide as a chart in pixels.
    private const int Points = 600;
    private const int TrajectoryPeriods = 100;

    // 20 new initial states, 100 periods, the last 50 count: what a prototype of the method reached on the example of the paper, which gives no figures itself.
    private static readonly Dictionary<string, string[]> Prototype = new(StringComparer.Ordinal)
    {
        ["no learning"] = ["7.71", "0.191 / 0.405 / 0.596", "59 %"],
        ["true model, mean disturbance"] = ["0.646", "0.027 / 0.027 / 0.003", "27 %"],
        ["learned"] = ["0.272", "0.026 / 0.026 / 0.007", "0 %"],
        ["oracle: true model, tightened"] = ["0.165", "0.027 / 0.026 / 0.004", "0 %"],
    };

    private readonly FormationScenario scenario;
    private readonly TrainingResult result;
    private readonly ExperienceTable experience;
    private readonly int rounds;
    private readonly ulong seed;

    /// <param name="experiencePath">The run's experience.csv.</param>
    /// <param name="rounds">Negotiation rounds a period.</param>
    /// <param name="seed">The run's: the trajectories begin where its evaluation does.</param>
    public FormationTrainingReport(FormationScenario scenario, TrainingResult result, string experiencePath, int rounds, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(result);
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
        var headline = $"From new initial states the learned controllers cost {ReportPage.Figure(result.Learned.StageCost)} a period, "
            + $"against {ReportPage.Figure(result.NoLearning.StageCost)} without learning and {ReportPage.Figure(result.Oracle.StageCost)} with the oracle.";
        return new ReportPage { Title = title, Headline = headline, Facts = facts, Sections = [Table(), .. Learning(), .. Parameters(), .. Trajectories()] };
    }

    private ReportTable Table()
    {
        var trueModel = FormationEvaluation.Of(
            scenario, FormationScenario.TrueModel, 0.0, result.Maps, null, rounds, FormationTraining.EvaluationSeed + seed, FormationTraining.EvaluationRuns);
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
            .. scenario.HasInequalities ? [string.Create(CultureInfo.InvariantCulture, $"a distance short by {FormationResult.ShortfallToleranceM} m")] : Array.Empty<string>(),
        ];
        return new ReportTable(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{FormationTraining.EvaluationRuns} new initial states, {FormationEvaluation.Periods} periods, the last {FormationEvaluation.Periods - scenario.EvaluateFromPeriod} count"),
            IsPaperExample ? "beside them what a prototype of the method reached" : "",
            IsPaperExample ? [.. header, "prototype: cost", "errors", "violated"] : header,
            [.. rows.Select(row => (IReadOnlyList<string>)[.. Cells(row.Name, row.Figures), .. IsPaperExample ? Prototype[row.Name] : []])]) { Wide = true };
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
        yield return new ReportChart(
            "Inputs while learning", "figure 1; means of stretches, exploration included", samples, "input", experience.Axis,
            [.. Each((agent, i) => Named($"u{i + 1}", $"u{i + 1}1")), .. Limits(agent => agent.InputLower[0], agent => agent.InputUpper[0])]);
        yield return new ReportChart(
            "Coupling states while learning", "figure 1; the least and largest of each stretch where a bound is near", samples, "m", experience.Axis,
            [.. Each((agent, i) => Named($"x{i + 1}1", $"x{i + 1}1")), .. Extremes()]);
        yield return new ReportChart(
            "Coupling errors while learning", "figure 1; means of stretches: all should reach zero", samples, "m", experience.Axis,
            [.. Rows().Select(row => new ReportSeries(RowName(row), experience.Mean($"coupling_error_{row + 1}")))]);
        if (scenario.Agents.All(agent => agent.StateCount > 1))
        {
            yield return new ReportChart(
                "Second states while learning", "figure 2; they are not coupled", samples, "m/s", experience.Axis,
                [.. Each((agent, i) => Named($"x{i + 1}2", $"x{i + 1}2"))]);
        }

        yield return new ReportChart(
            "TD error", "figure 2; mean magnitude of stretches", samples, "|delta|", experience.Axis,
            [new ReportSeries("mean |delta|", experience.Magnitude("td_error"))]) { LogY = true };
        yield return new ReportChart(
            "Stage cost", "figure 2; means of stretches", samples, "L", experience.Axis,
            [new ReportSeries("L", experience.Mean("stage_cost")), Constant("oracle, evaluated", result.Oracle.StageCost, experience.Points)]) { LogY = true };
    }

    private IEnumerable<ReportSection> Parameters()
    {
        var learned = experience.Columns.Where(column => column.StartsWith("agent", StringComparison.Ordinal));
        foreach (var block in learned.GroupBy(column => column.Split('.')[1].Split('[')[0]))
        {
            yield return new ReportChart(
                $"Learned: {block.Key}", "change from the start, an element a line", "sample", block.Key, experience.Axis,
                [.. block.Select(column => new ReportSeries(column.Replace("." + block.Key, " ", StringComparison.Ordinal), experience.Mean(column)))]);
        }
    }

    private IEnumerable<ReportSection> Trajectories()
    {
        var before = FormationTrajectory.Of(Team(null), FormationTraining.EvaluationSeed + seed, TrajectoryPeriods, rounds);
        var after = FormationTrajectory.Of(Team(result.Theta), FormationTraining.EvaluationSeed + seed, TrajectoryPeriods, rounds);
        double[] axis = [.. Enumerable.Range(0, TrajectoryPeriods).Select(k => k * scenario.PeriodS)];
        ReportChart Pair(string title, string note, string unit, IEnumerable<(string Name, Func<FormationTrajectory, int, double> Of)> lines, params ReportSeries[] limits) => new(
            title, note + "; solid: learned, dashed: no learning, from the same new initial state", "s", unit, axis,
            [
                .. lines.Select(line => new ReportSeries(line.Name, [.. Enumerable.Range(0, TrajectoryPeriods).Select(k => line.Of(after, k))])),
                .. lines.Select((line, i) => new ReportSeries(line.Name + ", no learning", [.. Enumerable.Range(0, TrajectoryPeriods).Select(k => line.Of(before, k))]) { Dashed = true, Colour = i }),
                .. limits,
            ]);
        yield return Pair("Inputs", "figure 3", "input", Each((agent, i) => (Line($"u{i + 1}", (run, k) => run.Inputs[k][i][0]))));
        yield return Pair("Coupling errors", "figure 3", "m", Rows().Select(row => Line(RowName(row), (run, k) => scenario.CouplingError(run.States[k])[row])));
        yield return Pair("Coupling states", "figure 4", "m", Each((agent, i) => Line($"x{i + 1}1", (run, k) => run.States[k][i][0])));
        yield return Pair(
            $"First state of {scenario.Agents[0].Name} and its bound", "figure 4", "m",
            [Line("x11", (run, k) => run.States[k][0][0])], [.. Bound("bound", scenario.Agents[0].StateLower[0], TrajectoryPeriods)]);
    }

    private FormationTeam Team(double[][]? theta)
    {
        var team = new FormationTeam(scenario, FormationScenario.ImperfectModel, NegotiationMode.Admm);
        if (theta is not null && theta.Length > result.Maps.Count)
            team.TightenCoupling(theta[result.Maps.Count]);
        for (var i = 0; theta is not null && i < result.Maps.Count; i++)
        {
            result.Maps[i].Apply(theta[i], team.Parameters[i]);
            team.Controllers[i].Configure(team.Parameters[i]);
        }

        return team;
    }

    private static (string Name, Func<FormationTrajectory, int, double> Of) Line(string name, Func<FormationTrajectory, int, double> of) => (name, of);

    private IEnumerable<T> Each<T>(Func<FormationAgent, int, T> of) => scenario.Agents.Select(of);

    private IEnumerable<int> Rows() => Enumerable.Range(0, scenario.Coupling.RowCount);

    private ReportSeries Named(string name, string column) => new(name, experience.Mean(column));

    // "rover-1 – rover-2" where two agents share the row.
    private string RowName(int row)
    {
        var names = scenario.Agents.Where((agent, i) => Enumerable.Range(0, agent.OutputCount).Any(o => scenario.Coupling.M[i][(row * agent.OutputCount) + o] != 0.0));
        return string.Join(" – ", names.Select(agent => agent.Name));
    }

    private IEnumerable<ReportSeries> Limits(Func<FormationAgent, double> lower, Func<FormationAgent, double> upper) =>
        new[] { scenario.Agents.Min(lower), scenario.Agents.Max(upper) }.SelectMany(limit => Bound("bound", limit, experience.Points));

    // The mean of a stretch hides what matters at a bound.
    private IEnumerable<ReportSeries> Extremes() => scenario.Agents.SelectMany((agent, i) => agent.DisturbanceLower[0] < agent.DisturbanceUpper[0]
        ? new[] { new ReportSeries($"x{i + 1}1, least", experience.Low($"x{i + 1}1")) { Points = true } }.Concat(Bound($"bound of x{i + 1}1", agent.StateLower[0], experience.Points))
        : []);

    private static IEnumerable<ReportSeries> Bound(string name, double value, int points) =>
        Math.Abs(value) < MpcParameters.Unbounded ? [Constant(name, value, points)] : [];

    private static ReportSeries Constant(string name, double value, int points) => new(name, [.. Enumerable.Repeat(value, points)]) { Dashed = true };

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
