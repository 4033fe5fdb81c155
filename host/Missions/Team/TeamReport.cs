using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Team;

/// <summary>The page of a team's run: the mission's own sections, the team from above, every state and input over time.</summary>
internal static class TeamReport
{
    private const double RadiusM = 0.1;

    public static ReportPage Build(TeamPlan plan, TeamSummary summary, IReadOnlyList<TeamRecord> records)
    {
        var options = plan.Options;
        double[] time = [.. records.Select(record => record.TimeS)];
        return new ReportPage
        {
            Title = Invariant($"{char.ToUpperInvariant(options.Mission[0])}{options.Mission[1..]} of {options.Rovers.Count} rovers"),
            Headline = records.Count == 0 ? "Nothing was driven." : plan.Headline(records),
            Facts =
            [
                ("transport", summary.Broker is null ? summary.Transport : $"{summary.Transport}, broker {summary.Broker}"),
                ("client", summary.Client),
                ("control periods", Invariant($"{summary.Periods} of {options.PeriodS} s")),
                ("deadline misses", Invariant($"{summary.DeadlineMisses}")),
                ("neighbours missed", Invariant($"{summary.NeighboursMissed}")),
                ("seed", Invariant($"{options.Seed}")),
                ("program", VersionInfo.Line),
            ],
            Sections = records.Count == 0 ? [] :
            [
                .. plan.Sections(records),
                .. FromAbove(options, records),
                .. options.States.Select(
                    (signal, k) => Chart(signal, time, options, i => [.. records.Select(r => At(r.Rovers[i].State, k))])),
                .. options.Inputs.Select(
                    (signal, k) => Chart(signal, time, options, i => [.. records.Select(r => At(r.Rovers[i].Input, k))])),
                Chart(options.Telemetry.Figure, time, options, i => [.. records.Select(r => r.Rovers[i].Figure)]),
                Chart(
                    options.Telemetry.Count, time, options,
                    i => [.. records.Select(r => r.Rovers[i].Count < 0 ? double.NaN : r.Rovers[i].Count)]),
                new ReportTable("Rovers at the end", "", ["rover", "mode", "set"],
                    [.. records[^1].Rovers.Select(rover => (string[])[rover.Name, rover.Mode, Invariant($"{rover.ParameterVersion}")])]),
            ],
        };
    }

    private static IEnumerable<ReportSection> FromAbove(TeamRunOptions options, IReadOnlyList<TeamRecord> records)
    {
        if (!records[0].Rovers.Any(rover => double.IsFinite(rover.XM)))
            yield break;
        yield return new ReportReplay(
            "The team from above", "where the rovers truly were, m", options.PeriodS,
            [.. options.Rovers.Select(
                (name, i) => new ReportTrack(
                    name, [.. records.Select(r => r.Rovers[i].XM)], [.. records.Select(r => r.Rovers[i].YM)], RadiusM))],
            []);
    }

    private static ReportChart Chart(Signal signal, double[] time, TeamRunOptions options, Func<int, double[]> of) => new(
        char.ToUpperInvariant(signal.Name[0]) + signal.Name[1..], "", "time, s", signal.Label, time,
        [.. options.Rovers.Select((name, i) => new ReportSeries(name, of(i)))]);

    private static double At(double[] numbers, int index) => index < numbers.Length ? numbers[index] : double.NaN;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
