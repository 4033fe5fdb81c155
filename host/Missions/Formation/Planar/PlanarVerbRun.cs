using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Formation.Planar;

/// <summary>A formation in the plane as its verbs show it: run folder, a line a second, CSV, report, JSON.</summary>
public static class PlanarVerbRun
{
    /// <param name="verb">As on the command line; its last word is in the folder's name.</param>
    /// <param name="more">Puts what a verb says besides into the JSON; null: nothing.</param>
    /// <param name="live">The fleet that is out there; null: the rovers are simulated.</param>
    public static async Task<VerbResult> RunAsync(
        VerbContext context, string verb, string title, string runs, PlanarRunOptions options, IFleetRun<PlanarRecord, PlanarSummary> drive,
        Action<JsonObject, IReadOnlyList<PlanarRecord>>? more = null, FleetFile? live = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(drive);
        var journal = RunJournal.Begin(runs, verb.Split(' ')[^1], PlanarRunJson.Begin(verb, options), context);
        var records = new List<PlanarRecord>();
        var story = new List<string>();
        using var kept = new KeptRun(context, journal, "formation.csv", PlanarRecording.Setup(options, live));
        var rows = new PlanarCsv(kept.Table, kept.Record.Row);
        var lastS = double.NegativeInfinity;
        drive.PeriodDone += record =>
        {
            records.Add(record);
            rows.Add(record);
            kept.Record.Say((uint)record.Tick, PlanarRecording.Rovers(record), []);
            if (record.TimeS < lastS + 1)
                return;
            lastS = record.TimeS;
            context.Console.WriteLine(Line(record));
        };
        drive.Said += text =>
        {
            context.Console.MarkupLineInterpolated($"[grey]{text}[/]");
            kept.Record.Log(text);
            story.Add(string.Create(CultureInfo.InvariantCulture, $"{(records.Count == 0 ? 0 : records[^1].TimeS):0.0} s: {text}"));
        };
        return await kept.KeepAsync(
            () => Task.Run(() => drive.Execute(context.Cancellation), CancellationToken.None),
            () => PlanarReport.Build(title, options, drive.SoFar(), records, story),
            () =>
            {
                var result = PlanarRunJson.Result(options, drive.SoFar(), PlanarFigures.Of(records), journal.Folder.Path);
                more?.Invoke(result, records);
                return result;
            },
            () => Tell(context, drive.SoFar(), PlanarFigures.Of(records)),
            () => (drive.SoFar().Turnout, drive.SoFar().Doubles));
    }

    /// <summary>A key that waits at the terminal; none where nobody sits there.</summary>
    public static Func<char>? KeysOf(VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Keys is not { } keys)
            return null;
        context.Console.MarkupLineInterpolated($"[grey]{PlanarKeys.Help}[/]");
        return keys.Next;
    }

    private static string Line(PlanarRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{record.TimeS,6:0.0} s  {record.Rovers.Count(rover => rover.Drives)} driving  {record.Shape}  "
        + $"{1000 * record.FormationErrorM,5:0.0} mm between rovers  pace {record.Share:P0}");

    private static void Tell(VerbContext context, PlanarSummary summary, PlanarFigures figures) => context.Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{summary.Turnout.Asked - summary.Turnout.Missing.Count} rovers over {summary.Transport}: {figures.Kept}, "
        + $"{figures.Contacts} contacts; {summary.MessagesTotal} messages, {summary.DeadlineMisses} deadline misses."));
}
