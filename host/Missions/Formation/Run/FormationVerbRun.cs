using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Missions.Formation.Run.Views;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Worlds;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>A formation run as <c>demo</c> and <c>run formation</c> show it: run folder, live view, CSV, report, closing table,
/// JSON.</summary>
public static class FormationVerbRun
{
    /// <summary>Drives, and leaves everything in a run folder, however the run ends.</summary>
    /// <param name="verb">As on the command line; its last word is in the folder's name.</param>
    /// <param name="drive">Drives.</param>
    /// <param name="limit">Ends the run.</param>
    /// <param name="training">How version 2 was learned, for the JSON; null: it was not.</param>
    /// <param name="live">The fleet that is out there; null: the rovers are simulated.</param>
    public static async Task<VerbResult> RunAsync(
        VerbContext context,
        string verb,
        string title,
        string runsFolder,
        FleetFile fleet,
        FormationRunOptions options,
        IFleetRun<PeriodRecord, FormationSummary> drive,
        CancellationToken limit,
        JsonObject? training = null,
        FleetFile? live = null)
    {
        var journal = RunJournal.Begin(runsFolder, verb.Split(' ')[^1], FormationRunJson.Begin(verb, fleet, options), context);
        SaveParameterSets(journal.Folder, options);
        var couplings = fleet.Distances.Select(row => $"{row.From} – {row.To}").ToList();
        var limits = fleet.Rovers.Select(rover => (rover.PositionMinM, rover.PositionMaxM)).ToList();
        var info = new RunInfo(
            title, options.Periods, options.PeriodS, options.InProcess ? "in-process link" : "MQTT", couplings, limits,
            FormationReports.Signals(fleet, options));
        var records = new List<PeriodRecord>();
        using var kept = new KeptRun(context, journal, "formation.csv", LaneRecording.Setup(fleet, info.Signals, live));
        var rows = new FormationCsv(kept.Table, info.Signals, kept.Record.Row);
        return await kept.KeepAsync(
            () => RunViews.WatchAsync(context, info, view =>
            {
                drive.PeriodDone += record =>
                {
                    if (records.Count > 0 && NewVersion(records[^1], record) is { } version)
                        view.Note($"period {record.Tick}: every rover drives with parameters version {version}");
                    records.Add(record);
                    rows.Add(record);
                    kept.Record.Say((uint)record.Tick, LaneRecording.Rovers(record), []);
                    view.Show(record);
                };
                drive.Said += view.Note;
                drive.Said += kept.Record.Log;
                return Task.Run(() => drive.Execute(limit), CancellationToken.None);
            }),
            () => FormationPage.Of(FormationReports.Build(title, fleet, options, drive.SoFar(), records)),
            () =>
            {
                var result = FormationRunJson.Result(drive.SoFar(), journal.Folder.Path);
                if (training is not null)
                    result["training"] = training.DeepClone();
                return result;
            },
            () => Tell(context, drive.SoFar(), couplings),
            () => (drive.SoFar().Turnout, drive.SoFar().Doubles));
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
            foreach (var (rover, bytes) in version == 1
                ? FormationSetup.ParameterSets(options, FormationScenario.ImperfectModel, 1)
                : FormationSetup.SecondSets(options, 2))
                run.Write($"{rover}.v{version}.maep", bytes);
        }
    }

    private static void Tell(VerbContext context, FormationSummary summary, IReadOnlyList<string> couplings)
    {
        var console = context.Console;
        console.WriteLine();
        console.MarkupLineInterpolated(
            $"{summary.Turnout.Asked - summary.Turnout.Missing.Count} of {summary.Rovers} rovers drove {summary.Periods} periods over {summary.Transport} ({summary.Client}): {summary.MessagesTotal} messages, {summary.DeadlineMisses} deadline misses.");
        if (summary.CouplingErrorAbsMeanMV2.Length > 0)
        {
            var table = new Table()
                .Border(TableBorder.Minimal)
                .AddColumn($"mean of the last {summary.MeanOverPeriods} periods of each")
                .AddColumn(new TableColumn("version 1").RightAligned()).AddColumn(new TableColumn("version 2").RightAligned());
            foreach (var (label, before, after) in FormationReports.Comparison(summary, couplings))
                table.AddRow(
                    Markup.Escape(label), FormattableString.Invariant($"{before:0.000}"),
                    FormattableString.Invariant($"[bold]{after:0.000}[/]"));
            console.Write(table);
        }
    }
}
