using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Delivery.Routes;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>JSON and page of a delivery run.</summary>
internal static class DeliveryRunReport
{
    public static JsonObject Json(DeliveryRunOptions options, DeliveryRunSummary run, double seconds, string runDir)
    {
        var names = options.Graph.Nodes;
        return new JsonObject
        {
            ["graph"] = options.Graph.Name,
            ["rovers"] = options.Agents,
            ["transport"] = run.Transport,
            ["client"] = run.Client,
            ["nodes_visited"] = JsonText.Array(run.Days.Select(day => (double)day.NodesVisited)),
            ["sent_out"] = JsonText.Array(run.Days.Select(day => (double)day.SentOut)),
            ["came_home"] = JsonText.Array(run.Days.Select(day => (double)day.CameHome)),
            ["time_s"] = Each(run, day => JsonText.Array(day.TimeS)),
            ["battery"] = Each(run, day => JsonText.Array(day.Battery)),
            [
                "routes"] = Each(
                    run,
                    day => new JsonArray(
                        day.Routes.Select(route => (JsonNode?)JsonText.Array(route.Select(node => names[node].Name))).ToArray())),
            ["contacts"] = run.Days.Sum(day => day.Contacts),
            ["interventions"] = run.Days.Sum(day => day.Interventions),
            ["infeasible_plans"] = run.Days.Sum(day => day.InfeasiblePlans),
            ["replans"] = run.Days.Sum(day => day.Replans),
            ["replan_ms_max"] = run.Days.Count == 0 ? null : JsonText.Number(run.Days.Max(day => day.ReplanMsMax)),
            [
                "notices"] = Each(
                    run,
                    day => JsonText.Array(day.Notices.Select(notice => FormattableString.Invariant($"{notice.AtS:0.0} s: {notice.What}")))),
            ["doubles"] = JsonText.Array(run.Doubles),
            ["deadline_misses"] = run.DeadlineMisses,
            ["messages_total"] = run.MessagesTotal,
            ["seconds"] = Math.Round(seconds, 3),
            ["run_dir"] = runDir,
        };
    }

    public static ReportPage Page(DeliveryRunOptions options, DeliveryRunSummary run)
    {
        var graph = options.Graph;
        var sections = new List<ReportSection>();
        double[] Days() => [.. Enumerable.Range(1, run.Days.Count).Select(day => (double)day)];
        if (run.Days.Count > 0)
        {
            sections.Add(new ReportReplay(
            $"Day {run.Days.Count}", "rovers on their way; the marks are the places", graph.Vehicle.PeriodS,
            [.. run.Days[^1].Tracks.Select((track, i) => new ReportTrack(options.Names[i], track.X, track.Y, 0.35))],
            [.. graph.Nodes.Select(node => new ReportMark(node.XM, node.YM, 0.2, node.Name))]));
        }

        for (var day = 0; day < run.Days.Count; day++)
        {
            sections.Add(
                new ReportPicture(
                    $"Routes of day {day + 1}", $"{run.Days[day].NodesVisited} nodes",
                    RouteReport.Map(Problem(graph), run.Days[day].Routes, "m", 560)));
        }

        sections.Add(
            new ReportChart(
                "Nodes visited", "by day", "day", "places", Days(),
                [new ReportSeries("places", [.. run.Days.Select(day => (double)day.NodesVisited)])]));
        sections.Add(
            new ReportTable(
                "Days", "", ["day", "nodes", "sent out", "came home", "longest, s", "most battery used", "plans", "slowest plan, ms"],
                [.. run.Days.Select((day, i) => (IReadOnlyList<string>)
        [
            Text(i + 1), Text(day.NodesVisited), Text(day.SentOut), Text(day.CameHome), Text(day.TimeS.Max()), Text(day.Battery.Max()),
            Text(day.Replans), Text(day.ReplanMsMax),
        ])]));
        sections.Add(
            new ReportTable(
                "What happened", "", ["day and second", "what"], [.. run.Days.SelectMany((day, i) => day.Notices.Select(notice =>
            (IReadOnlyList<string>)[FormattableString.Invariant($"{i + 1}, {notice.AtS:0.0} s"), notice.What]))]));
        return new ReportPage
        {
            Title = $"mae run delivery {graph.Name}",
            Headline = Outcome(run),
            Facts = [("rovers", Text(options.Agents)), ("seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
                ("limits", $"{Text(graph.Limits.TimeS)} s, battery {Text(graph.Limits.Battery)}"), ("margin", Text(options.Margin)),
                ("link", $"{run.Transport}, {run.Client}")],
            Sections = sections,
        };
    }

    /// <summary>One sentence.</summary>
    public static string Outcome(DeliveryRunSummary run) => run.Days.Count == 0
        ? "Nothing was driven."
        : $"{string.Join(" → ", run.Days.Select(day => day.NodesVisited))} nodes a day; {run.Days.Sum(day => day.CameHome)} of "
            + $"{run.Days.Sum(day => day.SentOut)} ways ended at home within their capacities"
            + (run.Days.Sum(day => day.Contacts) is > 0 and var contacts ? $"; {contacts} contacts." : ".");

    private static OrienteeringProblem Problem(TaskGraph graph) =>
        new(graph.Name, new double[graph.Count * graph.Count], [.. graph.Nodes.Select(node => node.Score)], graph.Depot, graph.Depot, 0)
    {
        Names = [.. graph.Nodes.Select(node => node.Name)],
        Positions = [.. graph.Nodes.Select(node => (node.XM, node.YM))],
    };

    private static JsonArray Each(DeliveryRunSummary run, Func<DeliveryDay, JsonNode> of) =>
        new(run.Days.Select(day => (JsonNode?)of(day)).ToArray());

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
