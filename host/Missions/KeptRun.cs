using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Telemetry.Records;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions;

/// <summary>
/// A fleet's drive as its verb leaves it: whatever ends it, its table and its page are in its run folder, and console, JSON and exit code
/// say what came out and who did not drive.
/// </summary>
internal sealed class KeptRun : IDisposable
{
    private readonly VerbContext context;
    private readonly RunJournal journal;
    private readonly KeptRecords kept;
    private readonly PartialFile table;
    private readonly PartialFile file;

    /// <param name="table">Name of the table that grows with the run.</param>
    public KeptRun(VerbContext context, RunJournal journal, string table, RecordSetup setup)
    {
        (this.context, this.journal) = (context, journal);
        kept = new KeptRecords(journal.Folder);
        this.table = kept.Begin(table);
        file = kept.Begin(RunRecord.FileName);
        Record = new DriveRecord(file, journal, Path.GetFileNameWithoutExtension(table), setup);
        if (setup.Live is not null)
            return;
        // What the host of rovers that are out there shows is heard with all the rest.
        Spectators.Follow(fleet =>
        {
            if (fleet.Session is { } session)
                session.Shown += Record.Show;
        });
    }

    /// <summary>Gets the rows that the table gets, and what goes with them.</summary>
    public DriveRecord Record { get; }

    /// <summary>The table.</summary>
    public TextWriter Table => table.Writer;

    /// <param name="drive">Throws where the drive does not come to its own end.</param>
    /// <param name="page">Of what there is so far; asked once, however the drive ended.</param>
    /// <param name="results">Of what there is so far, for run.json and <c>--json</c>.</param>
    /// <param name="tell">Says on the console what came out.</param>
    /// <param name="who">Who drove, and names that two rovers use.</param>
    public async Task<VerbResult> KeepAsync(
        Func<Task> drive, Func<ReportPage> page, Func<JsonObject> results, Action tell,
        Func<(Turnout Turnout, IReadOnlyList<string> Doubles)> who)
    {
        var isWhole = false;
        var json = await journal.KeepAsync(
            drive,
            end =>
            {
                isWhole = !end.IsEarly;
                kept.End(table);
                Record.Complete();
                kept.End(file);
                kept.Write("report.html", (page() with { Notice = end.Notice }).ToHtml());
                return results();
            },
            () =>
            {
                tell();
                context.Console.MarkupLineInterpolated($"Report: [bold]{journal.Folder.PathOf("report.html")}[/]");
                if (isWhole && who().Turnout.Sentence is { } missing)
                    context.Console.MarkupLineInterpolated($"[red]{missing}[/]");
            },
            kept);
        var (turnout, doubles) = who();
        return new VerbResult(json, kept.Close(context, LiveFleet.CloseWith(context, doubles, TurnoutJson.CodeOf(turnout))));
    }

    public void Dispose()
    {
        Record.Dispose();
        file.Dispose();
        table.Dispose();
        journal.Dispose();
    }
}
