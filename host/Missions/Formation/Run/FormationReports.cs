using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Report;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>Puts a formation run into words and tables for its report.</summary>
public static class FormationReports
{
    public static FormationReport Build(
        string title, FleetFile fleet, FormationRunOptions options, FormationSummary summary, IReadOnlyList<PeriodRecord> records)
    {
        var names = fleet.Rovers.Select(rover => rover.Name).ToList();
        var couplings = fleet.Distances.Select(row => $"{row.From} – {row.To}").ToList();
        return new FormationReport
        {
            Title = title,
            Headline = Headline(summary, options),
            Facts =
            [
                ("rovers", $"{summary.Rovers}, {options.Bodies} bodies"),
                ("transport", summary.Broker is null ? summary.Transport : $"{summary.Transport}, broker {summary.Broker}"),
                ("client", summary.Client),
                ("messages at the coordinator", Text(summary.MessagesTotal)),
                ("control periods", string.Create(CultureInfo.InvariantCulture, $"{summary.Periods} of {summary.PeriodS} s")),
                ("rounds a period",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{summary.RoundsPerPeriod} ({fleet.Negotiation}), {summary.RoundsIncomplete} incomplete")),
                ("deadline misses", Text(summary.DeadlineMisses)),
                ("parameter version", Text(summary.ParameterVersion)),
                ("activation tick spread", Text(summary.ActivationTickSpread)),
                ("seed", Text(options.Seed)),
                ("program", VersionInfo.Line),
                ("written", DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ],
            Comparison = summary.CouplingErrorAbsMeanMV2.Length == 0 ? [] : [.. Comparison(summary, couplings)],
            CouplingNames = couplings,
            CouplingPairs = [.. fleet.Distances.Select(row => (names.IndexOf(row.From), names.IndexOf(row.To)))],
            CouplingTargetM = [.. fleet.Distances.Select(row => row.DistanceM)],
            PositionLimitM = [.. fleet.Rovers.Select(rover => (rover.PositionMinM, rover.PositionMaxM))],
            Signals = Signals(fleet, options),
            Periods = records,
        };
    }

    /// <summary>What each rover's states and inputs are.</summary>
    public static IReadOnlyList<RoverSignals> Signals(FleetFile fleet, FormationRunOptions options) =>
        [.. fleet.Rovers.Select(
            (rover, i) => RoverSignals.Of(rover.Body, options.Scenario.Agents[i].StateCount, options.Scenario.Agents[i].InputCount))];

    /// <summary>Stage cost, then the mean absolute coupling error of each row.</summary>
    public static IEnumerable<(string Label, double Before, double After)> Comparison(
        FormationSummary summary, IReadOnlyList<string> couplings)
    {
        yield return ("stage cost", summary.StageCostMeanV1, summary.StageCostMeanV2);
        for (var row = 0; row < summary.CouplingErrorAbsMeanMV2.Length; row++)
        {
            yield return ($"coupling error {couplings[row]}, m, mean magnitude", summary.CouplingErrorAbsMeanMV1[row],
                summary.CouplingErrorAbsMeanMV2[row]);
        }
    }

    private static string Headline(FormationSummary summary, FormationRunOptions options)
    {
        if (summary.Periods == 0)
            return "Nothing was driven.";
        if (double.IsNaN(summary.StageCostMeanV2))
            return $"Mean stage cost {ReportPage.Figure(summary.StageCostMeanV1)} over the last {summary.MeanOverPeriods} periods.";
        var change = summary.StageCostMeanV2 < summary.StageCostMeanV1 ? "cut" : "changed";
        return $"Pushed while they drove, version 2 of the parameters ({options.SecondVersionIs}) {change} the mean stage cost from "
            + $"{ReportPage.Figure(summary.StageCostMeanV1)} to {ReportPage.Figure(summary.StageCostMeanV2)}.";
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
