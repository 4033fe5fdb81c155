using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Tests.Host.Training.Formation.Report;

public sealed class FormationTrainingReportTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void It_draws_the_papers_figures_from_the_runs_own_experience()
    {
        var scenario = FormationScenario.PaperS1();
        var options = new QLearnerOptions { Samples = 300, GuardInterval = 100 };
        var training = new FormationTraining(scenario, options);
        using (var writer = new StreamWriter(path))
        {
            var log = new ExperienceLog(scenario, training.Learner.Learner, writer);
            log.WriteHeader();
            training.Run(() => log.WriteRow(training.Learner.Transition), null, TestContext.Current.CancellationToken);
        }

        var result = training.Evaluate();
        var page = new FormationTrainingReport(scenario, result, path, options.Rounds, options.Seed) { IsPaperExample = true }.Build(
            "t", []);

        var notes = string.Join('\n', page.Sections.Select(section => section.Note));
        Assert.All(Enumerable.Range(1, 4), figure => Assert.Contains($"figure {figure}", notes, StringComparison.Ordinal));
        var table = page.Sections.OfType<ReportTable>().Single();
        Assert.Equal(4, table.Rows.Count);
        Assert.Equal("7.71", table.Rows[0][4]);
        Assert.Equal(result.Learned.StageCost.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture), table.Rows[2][1]);

        // Learned and not, from one initial state: they begin together and part.
        var states = page.Sections.OfType<ReportChart>().Single(chart => chart.Title == "Positions");
        for (var agent = 0; agent < 3; agent++)
        {
            Assert.Equal(states.Series[agent].Y[0], states.Series[agent + 3].Y[0]);
            Assert.NotEqual(states.Series[agent].Y[^1], states.Series[agent + 3].Y[^1]);
        }

        var labels = page.Sections.OfType<ReportChart>().Select(chart => chart.YLabel).ToList();
        Assert.DoesNotContain(labels, label => label.Contains("m/s", StringComparison.Ordinal));
        Assert.Contains("second state", labels);

        var early = new FormationTrainingReport(scenario, null, path, options.Rounds, options.Seed).Build("t", []);
        Assert.Contains("300 samples", early.Headline, StringComparison.Ordinal);
        Assert.Contains(early.Sections, section => section.Title == "Coupling errors while learning");
        Assert.Contains("</html>", page.ToHtml(), StringComparison.Ordinal);
    }
}
