using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Telemetry;

namespace MultiAgentEdge.Host.Runs.Comparison;

/// <summary>The page of a comparison: options, figures, signals over each other.</summary>
public static class ComparisonPage
{
    private const int Points = 800;
    private const int MostCharts = 60;

    public static ReportPage Of(RunComparison compared)
    {
        ArgumentNullException.ThrowIfNull(compared);
        string[] names = [.. compared.Runs.Select(run => run.Name)];
        var largest = Ranked(compared);
        return new ReportPage
        {
            Title = "Runs compared",
            Headline = $"{names[0]} against {string.Join(", ", names[1..])}",
            Facts = [.. compared.Runs.Select(run => (run.Name, $"{run.Verb}, {run.State}, {run.StartedUtc:u}")), ("program", VersionInfo.Line)],
            Sections =
            [
                new ReportTable(
                    "Options that differ", compared.Options.Count == 0 ? "none" : "", ["option", .. names],
                    [.. compared.Options.Select(leaf => (string[])[leaf.Key, .. leaf.Values.Select(value => value?.ToString() ?? "–")])])
                { Wide = true },
                new ReportTable(
                    "Figures", "with the difference from the first", ["figure", .. names, .. names[1..].Select(name => $"{name}: difference")],
                    [.. compared.Results.Select(leaf => (string[])
                    [
                        leaf.Key, .. leaf.Values.Select(value => Number(FlatJson.Number(value) ?? double.NaN)),
                        .. Enumerable.Range(1, names.Length - 1).Select(i => Change(leaf, i)),
                    ])])
                { Wide = true },
                .. largest.Select(one => Chart(compared, one.Name, names)),
            ],
        };
    }

    /// <summary>Those first that differ most for their size: what is the same is not drawn.</summary>
    private static List<SignalDifference> Ranked(RunComparison compared) =>
        [.. compared.Differences
            .Select(one => (Signal: one, Share: one.RmsApart.Where(double.IsFinite).DefaultIfEmpty(0).Max()
                / Math.Max(1e-12, one.Rms.Where(double.IsFinite).DefaultIfEmpty(0).Max())))
            .Where(one => one.Share > 0)
            .OrderByDescending(one => one.Share)
            .Take(MostCharts)
            .Select(one => one.Signal)];

    private static ReportChart Chart(RunComparison compared, string name, string[] names)
    {
        var endS = compared.Signals.Max(its => its![name].TimeS is [.., var lastS] ? lastS : 0);
        double[] timeS = [.. Enumerable.Range(0, Points + 1).Select(i => i * endS / Points)];
        return new ReportChart(name, "", "time, s", Signal.OfColumn(name).Label, timeS, [.. compared.Signals.Select((its, i) =>
        {
            var from = 0;
            var table = its![name];
            var signal = table.Columns[name];
            return new ReportSeries(names[i], [.. timeS.Select(time => table.At(signal, time, ref from))]) { Dashed = i == 0 };
        })]);
    }

    private static string Change(ComparedLeaf leaf, int i) => double.IsFinite(leaf.Relative(i))
        ? string.Create(CultureInfo.InvariantCulture, $"{Number(leaf.Difference(i))} ({leaf.Relative(i):+0.0 %;-0.0 %;0 %})")
        : Number(leaf.Difference(i));

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("G5", CultureInfo.InvariantCulture) : "–";
}
