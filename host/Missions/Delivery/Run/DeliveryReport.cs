using System.Globalization;
using MultiAgentEdge.Delivery;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>Figures 2 to 4 of paper S4 from a run's data: routes, nodes against iteration, speed and battery along one edge.</summary>
public static class DeliveryReport
{
    private const int MapsAtMost = 6;

    public static ReportPage Of(DeliveryTraining training, DeliveryOptions options)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        var iterations = training.Iterations;
        var (first, last) = (iterations[0], iterations[^1]);
        var home = iterations.All(iteration => iteration.AllCameHome)
            ? "every rover came home every time"
            : "not every rover came home within its capacities";
        var sections = new List<ReportSection> { Table(training), DeliveryMap.Of(training, Shown(training)), Nodes(iterations) };
        if (training.EdgeHistory().OrderByDescending(history => history.Count).FirstOrDefault() is { Count: > 1 } history)
            sections.AddRange(EdgeCharts(training, history));
        var notices = iterations.SelectMany((iteration, j) => iteration.Notices.Select(notice => new[] { Whole(j), notice })).ToList();
        if (notices.Count > 0)
            sections.Insert(1, new ReportTable("What differed from what the theorems assume", "", ["iteration", "what"], notices));
        return new ReportPage
        {
            Title = $"Delivery: {training.Memory.Graph.Name}",
            Headline =
                $"{first.NodesVisited} nodes on the conservative first day, {last.NodesVisited} after {iterations.Count - 1} "
                + $"iterations; {home}.",
            Facts =
            [
                ("rovers", Whole(options.Agents)),
                ("seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
                ("margin", Number(options.Margin, 2)),
                ("time limit, s", Number(training.Memory.Graph.Limits.TimeS, 1)),
                ("battery limit", Number(training.Memory.Graph.Limits.Battery, 2)),
                ("infeasible steps", Whole(iterations.Sum(iteration => iteration.InfeasibleSteps + iteration.InfeasiblePlans))),
                ("capacity increases", Whole(iterations.Sum(iteration => iteration.CapacityIncreases))),
            ],
            Sections = sections,
        };
    }

    private static ReportTable Table(DeliveryTraining training) => new(
        "Iterations",
        "time: when the last rover was home; battery: of the rover that used most",
        ["iteration", "places", "time, s", "battery used", "routes"],
        [.. training.Iterations.Select((iteration, j) => (IReadOnlyList<string>)
        [
            Whole(j),
            Whole(iteration.NodesVisited),
            Number(iteration.TimeS, 1),
            Number(iteration.Battery, 3),
            string.Join(
                " · ",
                iteration.Agents.Select(agent => string.Join(" ", agent.Route.Select(node => training.Memory.Graph.Nodes[node].Name)))),
        ])]);

    private static ReportChart Nodes(IReadOnlyList<DeliveryIteration> iterations) => new(
        "Nodes visited",
        "as figure 3 of the paper",
        "iteration",
        "places",
        [.. iterations.Select((_, j) => (double)j)],
        [new ReportSeries("places", [.. iterations.Select(iteration => (double)iteration.NodesVisited)])]);

    private static IEnumerable<ReportSection> EdgeCharts(DeliveryTraining training, IReadOnlyList<EdgeTraversal> history)
    {
        var nodes = training.Memory.Graph.Nodes;
        var name = $"from {nodes[history[0].From].Name} to {nodes[history[0].To].Name}";
        var (period, nx) = (training.Memory.Dynamics.PeriodS, training.Memory.Dynamics.StateCount);
        var shown = Enumerable.Range(0, Math.Min(history.Count, 3)).Append(history.Count - 1).Distinct().ToList();
        double[] time = [.. Enumerable.Range(0, shown.Max(i => history[i].Driven.Steps) + 1).Select(k => k * period)];
        ReportSeries Series(int i, Func<EdgeSafeSet, int, double> value)
        {
            var driven = history[i].Driven;
            return new ReportSeries(
                i == 0 ? "conservative" : $"traversal {i}",
                [.. Enumerable.Range(0, time.Length).Select(k => k <= driven.Steps ? value(driven, k) : double.NaN)]);
        }

        yield return new ReportChart(
            $"Speed {name}", "as figure 4 of the paper", "time on the edge, s", "speed, m/s", time,
            [.. shown.Select(i => Series(i, (driven, k) => driven.States[(k * nx) + VehicleDynamics.Speed]))]);
        yield return new ReportChart(
            $"Battery used {name}", "never more than the traversal before", "time on the edge, s", "battery used, in the unit of its limit",
            time,
            [.. shown.Select(i => Series(i, (driven, k) => driven.Battery[k]))]);
    }

    /// <summary>Iterations whose routes differ from the ones before, and the last.</summary>
    private static List<int> Shown(DeliveryTraining training)
    {
        var shown = new List<int>();
        for (var j = 0; j < training.Iterations.Count; j++)
        {
            if (shown.Count == 0 || !Routes(training, j).SequenceEqual(Routes(training, shown[^1])))
                shown.Add(j);
        }

        return shown.Count <= MapsAtMost ? shown : [.. shown.Take(MapsAtMost - 1), shown[^1]];
    }

    private static IEnumerable<string> Routes(DeliveryTraining training, int iteration) =>
        training.Iterations[iteration].Agents.Select(agent => string.Join(' ', agent.Route));

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);
}
