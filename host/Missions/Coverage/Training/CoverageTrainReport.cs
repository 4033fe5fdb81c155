using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Training.Mappo;
using MultiAgentEdge.Host.Worlds.Particles;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>report.html of a training run: learning curves, figures by team size, and what was learned, driving.</summary>
internal static class CoverageTrainReport
{
    private const int TableEpisodes = 1024;

    /// <summary>Options that the page names already.</summary>
    private static readonly string[] Named = ["algorithm", "seed", "agents", "evaluate"];

    /// <param name="evaluation">Of so many agents and episodes.</param>
    public static string Page(
        CoverageTrainOptions options, ICoverageTrainer trainer, CoverageModel model, CoverageFigures figures, CoverageCurves curves,
        Func<int, int, CoverageEvaluation> evaluation, JsonObject results, CancellationToken cancellation)
    {
        var sections = Curves(trainer, curves);
        int[] teams = model.Actors.Count > 1 ? [model.Agents] : [.. new[] { 2, 3, 5, 7, model.Agents }.Distinct().Order()];
        var rows = new List<IReadOnlyList<string>>();
        foreach (var team in teams)
        {
            var found = team == model.Agents ? figures : evaluation(team, Math.Min(TableEpisodes, options.Evaluate)).Run(cancellation);
            rows.Add([
                $"{team}", Text(found.ReturnMean), Text(found.ReturnStd), Share(found.TerminalViolationRate),
                Share(found.StateViolationRate), Text(found.TimeStepsMean), Text(found.ActionsMean)]);
        }

        sections.Add(new ReportTable(
            "By team size", $"Trained: {model.Agents} agents. Paper S3, Fig. 7. Deterministic actions, new starts.",
            ["agents driven", "return", "deviation", "terminal violations", "state violations", "steps to cover", "moves"], rows));
        foreach (var team in teams.Length == 1 ? teams : [model.Agents, teams[^1] == model.Agents ? teams[0] : teams[^1]])
            sections.Add(Replay(team, evaluation(team, 1).Record()));
        return new ReportPage
        {
            Title = Heading(options),
            Headline = string.Create(
                CultureInfo.InvariantCulture,
                $"Return {figures.ReturnMean:0.00} of an agent and episode over {figures.Episodes} new episodes; "
                + $"{figures.TerminalViolationRate:P1} not covered in time or with a collision before."),
            Facts = Facts(options, trainer, model, results["seconds"]!.GetValue<double>()),
            Sections = sections,
        }.ToHtml();
    }

    /// <summary>Of a run that ended before its end: how far it came, and one episode as it drives now.</summary>
    public static ReportPage Early(
        CoverageTrainOptions options, ICoverageTrainer trainer, CoverageModel model, CoverageCurves curves, CoverageReplay replay,
        double seconds) => new()
    {
        Title = Heading(options),
        Headline = FormattableString.Invariant($"Learned from {trainer.StepsDone} of {trainer.Steps} environment steps."),
        Facts = Facts(options, trainer, model, seconds),
        Sections = [Replay(model.Agents, replay), .. Curves(trainer, curves)],
    };

    private static string Heading(CoverageTrainOptions options) => $"Coverage by {options.Algorithm}, {options.Agents} agents";

    private static IReadOnlyList<(string Label, string Value)> Facts(
        CoverageTrainOptions options, ICoverageTrainer trainer, CoverageModel model, double seconds) =>
    [
        ("algorithm", options.Algorithm), ("seed", $"{options.Seed}"), ("environment steps", $"{trainer.StepsDone}"),
        ("updates", $"{trainer.Updates}"),
        ("training, s", Text(seconds)), ("actor", string.Join('-', model.Actors[0].Sizes)),
        .. options
            .ToJson()
            .Where(option => option.Value is not null && !Named.Contains(option.Key))
            .Select(option => (option.Key.Replace('_', ' '), option.Value!.ToString())),
        ("program", VersionInfo.Line),
    ];

    private static List<ReportSection> Curves(ICoverageTrainer trainer, CoverageCurves curves)
    {
        var steps = curves.Column(0);
        List<ReportSection> sections =
        [
            .. Enumerable
                .Range(2, curves.Names.Count - 2)
                .Select(i => CoverageCurveChart.Of(trainer, curves.Names[i], steps, curves.Column(i))),
            new ReportChart(
                "Training speed", "as figure 5 of paper S3", "environment steps", "environment steps a second", steps,
                [new ReportSeries("speed", Speed(curves))]),
        ];
        if (trainer is MappoCoverage curriculum)
            sections.AddRange(MappoReport.Sections(curriculum));
        return sections;
    }

    /// <summary>One episode, seen from above.</summary>
    public static ReportReplay Replay(int team, CoverageReplay replay) => new(
        $"{team} agents, one episode", "Discs are agents, marks are landmarks with the radius that counts as covered.",
        ParticleWorld.TimeStepS,
        [.. replay.X.Select((x, i) => new ReportTrack($"agent {i + 1}", x, replay.Y[i], ParticleWorld.AgentRadiusM))],
        [.. Enumerable
            .Range(0, replay.Landmarks.Length / 2)
            .Select(i => new ReportMark(replay.Landmarks[2 * i], replay.Landmarks[(2 * i) + 1], 0.1, ""))]);

    private static double[] Speed(CoverageCurves curves)
    {
        double[] steps = curves.Column(0), seconds = curves.Column(1);
        return [.. steps.Select((step, i) => (step - (i == 0 ? 0.0 : steps[i - 1])) / (seconds[i] - (i == 0 ? 0.0 : seconds[i - 1])))];
    }

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("P2", CultureInfo.InvariantCulture);
}
