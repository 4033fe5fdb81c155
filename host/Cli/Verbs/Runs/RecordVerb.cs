using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry.Records;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Records a fleet that others run: what it says, where it is, its signals.</summary>
public sealed class RecordVerb : Verb
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(0.5);

    private readonly FleetOptions fleet = new();
    private readonly Option<double?> seconds = NumberOption.Double(
        "--seconds", "So long (default: until Ctrl-C or --timeout)", 0.1, 1e7, "S");
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "record";

    public override string Summary => "Record a fleet that others run, into a run folder of its own; it says nothing to the rovers.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae record --fleet fleet.yaml --seconds 60", "a minute of this fleet"),
        ("mae record --broker 127.0.0.1:1883", "until Ctrl-C; then mae export latest, mae replay latest"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromHours(1);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [.. fleet.Symbols, seconds, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.LoadWithBroker(parse);
        var limit = parse.GetValue(seconds) is { } given ? TimeSpan.FromSeconds(given) : (TimeSpan?)null;
        // A broker that is not there is said at once, and leaves no folder.
        using (FleetLink.Connect(file, Name, context.Timeout))
        {
        }

        using var journal = RunJournal.Begin(parse.GetRequiredValue(runs), Name, new RunHeader(Name, new JsonObject
        {
            ["fleet"] = file.Fleet,
            ["broker"] = file.Broker.Address,
            ["seconds"] = limit?.TotalSeconds,
        }), context);
        var kept = new KeptRecords(journal.Folder);
        using var partial = kept.Begin(RunRecord.FileName);
        using var record = new RunRecord(partial.Stream, TimeProvider.System);
        record.Describe(journal.Header(withTimes: true), file.Fleet);
        var heard = new HeardFleet(file.Fleet, record);
        var isInterrupted = false;
        var json = await journal.KeepAsync(
            () => Task.Run(() => isInterrupted = Listen(context, file, record, partial, heard, limit), CancellationToken.None),
            _ =>
            {
                record.Complete();
                kept.End(partial);
                return heard.ToJson(journal.Folder);
            },
            () => context.Console.MarkupLineInterpolated(
                $"{heard.Messages} messages of {heard.Rovers.Count} rovers: [bold]{journal.Folder.PathOf(RunRecord.FileName)}[/]"),
            kept);
        var code = isInterrupted ? ExitCode.Interrupted : heard.Rovers.Count == 0 ? ExitCode.Unreachable : ExitCode.Ok;
        return new VerbResult(json, kept.Close(context, code));
    }

    /// <returns>Whether a person ended it before the seconds that were asked for.</returns>
    private static bool Listen(
        VerbContext context, FleetFile file, RunRecord record, PartialFile partial, HeardFleet heard, TimeSpan? limit)
    {
        using var recorder = FleetRecorder.Start(file, record, heard.Hear);
        using var flush = new Timer(_ =>
        {
            record.Flush();
            partial.ToDisk();
        }, null, FlushEvery, FlushEvery);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var said = TimeSpan.Zero;
        while (true)
        {
            var passed = System.Diagnostics.Stopwatch.GetElapsedTime(began);
            if (passed >= limit || context.Left == TimeSpan.Zero)
                return false;
            if (context.Cancellation.WaitHandle.WaitOne(Look))
                return limit is not null && !context.IsTimeUp;
            if (passed - said < TimeSpan.FromSeconds(5))
                continue;
            said = passed;
            context.Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{passed.TotalSeconds,6:0} s  {recorder.Messages} messages of {heard.Rovers.Count} rovers"));
        }
    }
}
