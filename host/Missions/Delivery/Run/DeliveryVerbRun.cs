using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>A delivery run as <c>run delivery</c> shows it: run folder, what happens as it happens, CSV, report, JSON.</summary>
public static class DeliveryVerbRun
{
    /// <summary>Drives, and leaves everything in a run folder, however the run ends.</summary>
    /// <param name="begun">Verb and options, for run.json.</param>
    public static async Task<VerbResult> RunAsync(
        VerbContext context, string runs, DeliveryRunOptions options, RunHeader begun, IFleetRun<DeliveryRecord, DeliveryRunSummary> drive, CancellationToken limit)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(drive);
        using var journal = RunJournal.Begin(runs, "delivery", begun, context);
        var run = journal.Folder;
        var kept = new KeptRecords(run);
        using var csv = kept.Begin("delivery.csv");
        var planned = options.Events.Select(item => item.Rover).ToHashSet();
        drive.PeriodDone += new DeliveryRunCsv(csv.Writer).Add;
        drive.Said += text => context.Console.MarkupLineInterpolated($"[grey]{text}[/]");
        var watch = Stopwatch.StartNew();
        var isWhole = false;
        var json = await journal.KeepAsync(
            () => Task.Run(
                () =>
                {
                    try
                    {
                        drive.Execute(limit);
                    }
                    catch (FirstRouteException exception)
                    {
                        throw new MaeException(ExitCode.Configuration, "MAE245", exception.Message, "Correct first_routes or limits in the graph.", exception);
                    }
                },
                CancellationToken.None),
            end =>
            {
                isWhole = !end.IsEarly;
                kept.End(csv);
                var soFar = drive.SoFar();
                var driven = soFar.Rovers.Count > 0 ? options with { Names = soFar.Rovers } : options;
                kept.Write("report.html", (DeliveryRunReport.Page(driven, soFar) with { Notice = end.Notice }).ToHtml());
                var results = DeliveryRunReport.Json(driven, soFar, watch.Elapsed.TotalSeconds, run.Path);
                TurnoutJson.Add(results, soFar.Turnout(planned));
                return results;
            },
            () => Close(context, drive.SoFar(), isWhole, planned, run),
            kept);
        var summary = drive.SoFar();
        return new VerbResult(json, kept.Close(context, LiveFleet.CloseWith(context, summary.Doubles, TurnoutJson.CodeOf(summary.Turnout(planned)))));
    }

    private static void Close(VerbContext context, DeliveryRunSummary summary, bool isWhole, IReadOnlySet<string> planned, RunFolder run)
    {
        context.Console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{DeliveryRunReport.Outcome(summary)}[/]");
        context.Console.MarkupLineInterpolated($"Report: [bold]{run.PathOf("report.html")}[/]");
        if (isWhole && summary.Turnout(planned).Sentence is { } missing)
            context.Console.MarkupLineInterpolated($"[red]{missing}[/]");
    }
}
