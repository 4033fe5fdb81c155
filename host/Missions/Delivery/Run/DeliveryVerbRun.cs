using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>A delivery run as <c>run delivery</c> shows it: run folder, what happens as it happens, CSV, report, JSON.</summary>
public static class DeliveryVerbRun
{
    /// <summary>Drives, and leaves everything in a run folder, however the run ends.</summary>
    /// <param name="begun">Verb and options, for run.json.</param>
    /// <param name="live">The fleet that is out there; null: the rovers are simulated.</param>
    public static async Task<VerbResult> RunAsync(
        VerbContext context, string runs, DeliveryRunOptions options, RunHeader begun, IFleetRun<DeliveryRecord, DeliveryRunSummary> drive,
        CancellationToken limit, FleetFile? live = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(drive);
        var journal = RunJournal.Begin(runs, "delivery", begun, context);
        using var kept = new KeptRun(context, journal, "delivery.csv", DeliveryRecording.Setup(options, live));
        var tick = 0u;
        var planned = options.Events.Select(item => item.Rover).ToHashSet();
        var rows = new DeliveryRunCsv(kept.Table, kept.Record.Row);
        drive.PeriodDone += record =>
        {
            rows.Add(record);
            kept.Record.Say(++tick, DeliveryRecording.Rovers(record), []);
        };
        drive.Said += text => context.Console.MarkupLineInterpolated($"[grey]{text}[/]");
        drive.Said += kept.Record.Log;
        var watch = Stopwatch.StartNew();
        DeliveryRunOptions Driven(DeliveryRunSummary soFar) => soFar.Rovers.Count > 0 ? options with { Names = soFar.Rovers } : options;
        return await kept.KeepAsync(
            () => Task.Run(
                () =>
                {
                    try
                    {
                        drive.Execute(limit);
                    }
                    catch (FirstRouteException exception)
                    {
                        throw new MaeException(
                            ExitCode.Configuration, "MAE245", exception.Message, "Correct first_routes or limits in the graph.", exception);
                    }
                },
                CancellationToken.None),
            () => DeliveryRunReport.Page(Driven(drive.SoFar()), drive.SoFar()),
            () =>
            {
                var soFar = drive.SoFar();
                var results = DeliveryRunReport.Json(Driven(soFar), soFar, watch.Elapsed.TotalSeconds, journal.Folder.Path);
                TurnoutJson.Add(results, soFar.Turnout(planned));
                return results;
            },
            () => context.Console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture, $"[bold]{DeliveryRunReport.Outcome(drive.SoFar())}[/]"),
            () => (drive.SoFar().Turnout(planned), drive.SoFar().Doubles));
    }
}
