using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Missions.Formation.Report;

/// <summary>The page of a formation drive: top view, before and after a push, and every signal against time.</summary>
public static class FormationPage
{
    // A range of this and beyond is none: it would leave the rovers no room in the chart.
    private const double UnboundedM = 1000;

    public static ReportPage Of(FormationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ReportPage
        {
            Title = report.Title,
            Headline = report.Headline,
            Facts = report.Facts,
            FactsAfter = report.Comparison.Count > 0 ? 2 : 1,
            Sections = [new FormationTopView(report) { Wide = true }, .. Comparison(report), .. Charts(report)],
        };
    }

    private static IEnumerable<ReportSection> Comparison(FormationReport report)
    {
        if (report.Comparison.Count > 0)
        {
            yield return new ReportComparison(
                "Before and after the push", "", "mean, last periods of each", "version 1", "version 2", report.Comparison) { Wide = true };
        }
    }

    private static IEnumerable<ReportSection> Charts(FormationReport report)
    {
        var periods = report.Periods;
        var rovers = periods.Count == 0 ? [] : periods[0].Rovers;
        double[] time = [.. periods.Select(p => p.TimeS)];
        double[] Of(Func<PeriodRecord, double> value) => [.. periods.Select(value)];
        var (versions, troubled) = (Versions(periods), Troubled(periods));
        ReportChart Chart(string title, string note, string unit, IEnumerable<ReportSeries> series) =>
            new(title, note, "time, s", unit, time, [.. series]) { Events = versions, Bands = troubled, Synced = true };
        IEnumerable<ReportSeries> Rovers(Func<RoverRecord, double> value, bool stepped = false) =>
            Some(Enumerable.Range(0, rovers.Length), value, stepped);
        IEnumerable<ReportSeries> Some(IEnumerable<int> which, Func<RoverRecord, double> value, bool stepped = false) =>
            which
                .Where(i => i < rovers.Length)
                .Select(i => new ReportSeries(rovers[i].Name, Of(p => value(p.Rovers[i]))) { Colour = i, Stepped = stepped });
        // Pairs in other colours than rovers.
        IEnumerable<ReportSeries> Rows(Func<PeriodRecord, int, double> value) =>
            report.CouplingNames.Select((name, row) => new ReportSeries(name, Of(p => value(p, row))) { Colour = row + 3 });
        ReportSeries Level(double value, int? colour) => new("limit", Of(_ => value)) { Dashed = true, Quiet = true, Colour = colour };

        yield return Chart(
            "Coupling errors",
            "distance between two rovers minus the wanted one; dashed line: a parameter set took over; red: not every rover in "
            + "normal operation", "coupling error, m",
            [.. Rows((p, row) => p.CouplingErrorM[row]), Level(0, null)]) with { Wide = true };
        var limits = report.PositionLimitM
            .Take(rovers.Length)
            .SelectMany(
                (limit, i) => new[] { limit.MinM, limit.MaxM }
                    .Where(value => Math.Abs(value) < UnboundedM)
                    .Select(value => Level(value, i)));
        yield return Chart(
            "Positions", "dashed: allowed range", "position, m", Rovers(rover => FormationTopView.At(rover.State, 0)).Concat(limits));
        // By what they are: a linear plant's second state beside a rover's speed would be two things on one axis.
        foreach (var (signal, group) in Groups(report, its => its.States.Count > 1 ? its.States[1] : null))
            yield return Chart(Title(signal, "s"), "", signal.Label, Some(group, rover => FormationTopView.At(rover.State, 1)));
        foreach (var (signal, group) in Groups(report, its => its.Inputs.Count > 0 ? its.Inputs[0] : null))
            yield return Chart(
                Title(signal, "s"), "as applied", signal.Label, Some(group, rover => FormationTopView.At(rover.Input, 0), stepped: true));
        yield return Chart(
            "Prices", "multipliers of the first stage: what a metre of coupling error would save, a pair a line", "multiplier, cost/m",
            Rows((p, row) => row < p.Multipliers.Length ? p.Multipliers[row] : double.NaN));
        yield return Chart("Stage cost", "logarithmic", "cost", [new ReportSeries("stage cost", Of(p => p.StageCost))]) with {
            LogY = true };
        yield return Chart(
            "Negotiation", "what the rovers' plans still disagree by after the last round of a period, logarithmic", "residual",
            [new ReportSeries("residual", Of(p => p.Residual))]) with { LogY = true };
        yield return Chart(
            "Rounds", "negotiation rounds of a period", "rounds", [new ReportSeries("rounds", Of(p => p.Rounds)) { Stepped = true }]);
        yield return Chart("Solve time", "of a period", "solve time, µs", Rovers(rover => rover.SolveUs));
        yield return Chart("Solver iterations", "last solve of a period", "iterations", Rovers(rover => rover.Iterations, stepped: true));
    }

    private static IEnumerable<(Signal Signal, IEnumerable<int> Rovers)> Groups(FormationReport report, Func<RoverSignals, Signal?> of) =>
        report.Signals
            .Select((its, i) => (Signal: of(its), i))
            .Where(entry => entry.Signal is not null)
            .GroupBy(entry => entry.Signal!, entry => entry.i).Select(group => (group.Key, group.AsEnumerable()));

    private static string Title(Signal signal, string plural) => char.ToUpperInvariant(signal.Name[0]) + signal.Name[1..] + plural;

    /// <summary>Where a rover took over another parameter set.</summary>
    private static List<(double X, string Name)> Versions(IReadOnlyList<PeriodRecord> periods)
    {
        var found = new List<(double X, string Name)>();
        for (var k = 1; k < periods.Count; k++)
        {
            var now = periods[k].Rovers.Select(rover => rover.ParameterVersion).ToList();
            if (!now.SequenceEqual(periods[k - 1].Rovers.Select(rover => rover.ParameterVersion)))
                found.Add((periods[k].TimeS, $"v{now.Max()}"));
        }

        return found;
    }

    /// <summary>Stretches in which not every rover ran normally.</summary>
    private static List<(double From, double To)> Troubled(IReadOnlyList<PeriodRecord> periods)
    {
        var found = new List<(double From, double To)>();
        for (var k = 0; k < periods.Count; k++)
        {
            if (periods[k].Rovers.All(rover => rover.Mode == "running"))
                continue;
            var to = periods[Math.Min(k + 1, periods.Count - 1)].TimeS;
            if (found.Count > 0 && found[^1].To >= periods[k].TimeS)
                found[^1] = (found[^1].From, to);
            else
                found.Add((periods[k].TimeS, to));
        }

        return found;
    }
}
