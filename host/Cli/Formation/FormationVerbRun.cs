using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli.Fleet;
using MultiAgentEdge.Host.Cli.Verbs;
using MultiAgentEdge.Host.Cli.Views;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Worlds;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Formation;

/// <summary>A formation run as <c>demo</c> and <c>run formation</c> show it: run folder, live view, CSV, report, closing table, JSON.</summary>
public static class FormationVerbRun
{
    /// <summary>Drives, and leaves everything in a run folder; a run that is stopped or fails leaves what it had.</summary>
    /// <param name="training">How version 2 was learned, for the JSON; null: it was not.</param>
    /// <param name="drive">Drives: reports records and words, returns what came out.</param>
    public static async Task<VerbResult> RunAsync(
        VerbContext context,
        string verb,
        string title,
        string runsFolder,
        FleetFile fleet,
        FormationRunOptions options,
        Func<Action<PeriodRecord>, Action<string>, FormationSummary> drive,
        JsonObject? training = null)
    {
        var run = RunFolder.Create(runsFolder, verb, DateTimeOffset.UtcNow);
        var document = FormationRunJson.Begin(verb, fleet, options);
        run.Write("run.json", document);
        SaveParameterSets(run, options);
        var couplings = fleet.Distances.Select(row => $"{row.From} – {row.To}").ToList();
        var limits = fleet.Rovers.Select(rover => (rover.PositionMinM, rover.PositionMaxM)).ToList();
        var info = new RunInfo(title, options.Periods, options.PeriodS, options.InProcess ? "in-process link" : "MQTT", couplings, limits);
        var records = new List<PeriodRecord>();
        FormationSummary summary;
        var kept = new KeptRecords(run);
        using (var csv = kept.Begin("formation.csv"))
        {
            var rows = new FormationCsv(csv.Writer);
            try
            {
                summary = await RunViews.WatchAsync(context, info, view => Task.Run(
                    () => drive(
                        record =>
                        {
                            if (records.Count > 0 && NewVersion(records[^1], record) is { } version)
                                view.Note($"period {record.Tick}: every rover drives with parameters version {version}");
                            records.Add(record);
                            rows.Add(record);
                            view.Show(record);
                        },
                        view.Note),
                    CancellationToken.None));
            }
            catch (Exception exception)
            {
                kept.Write("run.json", FormationRunJson.Failed(document, exception, records.Count));
                throw;
            }

            kept.End(csv);
        }

        var result = FormationRunJson.Result(summary, run.Path);
        if (training is not null)
            result["training"] = training.DeepClone();
        kept.Write("report.html", FormationPage.Of(FormationReports.Build(title, fleet, options, summary, records)).ToHtml());
        kept.Write("run.json", FormationRunJson.Completed(document, result));
        Close(context, summary, run, couplings);
        return new VerbResult(result, kept.Close(context, LiveFleet.CloseWith(context, summary.Doubles, TurnoutJson.CodeOf(summary.Turnout))));
    }

    // The version that all rovers now run and did not all run before; null otherwise.
    private static uint? NewVersion(PeriodRecord before, PeriodRecord now)
    {
        var version = now.Rovers.Min(rover => rover.ParameterVersion);
        return version > before.Rovers.Min(rover => rover.ParameterVersion) ? version : null;
    }

    // The very bytes that the rovers got: mae param dump and diff read them.
    private static void SaveParameterSets(RunFolder run, FormationRunOptions options)
    {
        for (uint version = 1; version <= (options.PushSecondVersion ? 2u : 1u); version++)
        {
            foreach (var (rover, bytes) in version == 1 ? FormationSetup.ParameterSets(options, FormationScenario.ImperfectModel, 1) : FormationSetup.SecondSets(options, 2))
                run.Write($"{rover}.v{version}.maep", bytes);
        }
    }

    private static void Close(VerbContext context, FormationSummary summary, RunFolder run, IReadOnlyList<string> couplings)
    {
        var console = context.Console;
        console.WriteLine();
        if (summary.Turnout.Sentence is { } missing)
            console.MarkupLineInterpolated($"[red]{missing}[/]");
        console.MarkupLineInterpolated($"{summary.Turnout.Asked - summary.Turnout.Missing.Count} of {summary.Rovers} rovers drove {summary.Periods} periods over {summary.Transport} ({summary.Client}): {summary.MessagesTotal} messages, {summary.DeadlineMisses} deadline misses.");
        if (summary.CouplingErrorAbsMeanMV2.Length > 0)
        {
            var table = new Table().Border(TableBorder.Minimal).AddColumn($"mean of the last {summary.MeanOverPeriods} periods of each").AddColumn(new TableColumn("version 1").RightAligned()).AddColumn(new TableColumn("version 2").RightAligned());
            foreach (var (label, before, after) in FormationReports.Comparison(summary, couplings))
                table.AddRow(Markup.Escape(label), FormattableString.Invariant($"{before:0.000}"), FormattableString.Invariant($"[bold]{after:0.000}[/]"));
            console.Write(table);
        }

        console.MarkupLineInterpolated($"Report: [bold]{run.PathOf("report.html")}[/]");
    }
}
