using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Coverage.Coordination;
using MultiAgentEdge.Host.Runs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Coverage.Run;

/// <summary>A coverage run as <c>run coverage</c> shows it: run folder, a line a second, CSV, report, JSON.</summary>
public static class CoverageVerbRun
{
    /// <summary>Drives, and leaves everything in a run folder, however the run ends.</summary>
    /// <param name="policy">Where the actor came from, for people.</param>
    /// <param name="limit">Ends the run.</param>
    /// <param name="live">The fleet that is out there; null: the rovers are simulated.</param>
    public static async Task<VerbResult> RunAsync(
        VerbContext context, string runs, CoverageRunOptions options, string policy, IFleetRun<CoverageRecord, CoverageRunSummary> drive,
        CancellationToken limit, FleetFile? live = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(drive);
        var journal = RunJournal.Begin(runs, "coverage", CoverageRunJson.Begin(options, policy), context);
        journal.Folder.Write("rovers.v1.maep", CoverageParameterSet.Build(options.Policy, options.LandmarksM, 1));
        var records = new List<CoverageRecord>();
        using var kept = new KeptRun(context, journal, "coverage.csv", CoverageRecording.Setup(options, live));
        var rows = new CoverageCsv(kept.Table, options.Bodies != CoverageRunOptions.ParticleBodies, kept.Record.Row);
        var lastS = double.NegativeInfinity;
        drive.PeriodDone += record =>
        {
            records.Add(record);
            rows.Add(record);
            kept.Record.Say((uint)record.Tick, CoverageRecording.Rovers(record), []);
            if (record.TimeS < lastS + 1)
                return;
            lastS = record.TimeS;
            context.Console.WriteLine(Line(record, options));
        };
        drive.Said += text => context.Console.MarkupLineInterpolated($"[grey]{text}[/]");
        drive.Said += kept.Record.Log;
        return await kept.KeepAsync(
            () => Task.Run(() => drive.Execute(limit), CancellationToken.None),
            () => CoverageRunReport.Build(options, drive.SoFar(), policy, records),
            () => CoverageRunJson.Result(options, drive.SoFar(), policy, journal.Folder.Path),
            () => Tell(context, options, drive.SoFar()),
            () => (drive.SoFar().Turnout, drive.SoFar().Doubles));
    }

    private static string Line(CoverageRecord record, CoverageRunOptions options)
    {
        var driving = record.Rovers.Count(rover => rover.Mode is "running" or "degraded");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{record.TimeS,6:0.0} s  {driving} driving  {record.Covered} of {options.LandmarksM.Length / 2} covered  distance "
            + $"{record.CoverDistanceM:0.00} m  reward {record.Reward:0.00}");
    }

    private static void Tell(VerbContext context, CoverageRunOptions options, CoverageRunSummary summary)
    {
        var returns = double.IsNaN(summary.ReturnFirst)
            ? $"no return, as an episode takes {options.EpisodePeriods} periods"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"return {summary.ReturnFirst:0.0} in the first {options.EpisodePeriods} periods, mean {summary.ReturnMean:0.0}");
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{summary.AgentsEnd} rovers over {summary.Transport}: {returns}; {summary.CoveredShare:P0} of the landmarks covered at the "
            + $"end; {summary.MessagesTotal} messages, {summary.DeadlineMisses} deadline misses."));
    }
}
