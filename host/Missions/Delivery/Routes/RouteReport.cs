using System.Globalization;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Delivery.Routes;

/// <summary>The page of one planned instance: a map with the routes and what each costs.</summary>
internal static class RouteReport
{
    public static ReportPage Page(OrienteeringProblem problem, OrienteeringSolution solution, double seconds)
    {
        var visited = problem.Visits(solution.Routes.SelectMany(route => route));
        var sections = new List<ReportSection>();
        if (problem.Positions.Count > 0)
        {
            sections.Add(
                new ReportPicture(
                    "Routes", "Discs grow with the score; hollow ones are not visited, the square is the start.",
                    Map(problem, solution.Routes, problem.CostUnit == "s" ? "m" : "")) { Wide = true });
        }

        sections.Add(
            new ReportTable(
                "Routes", "", ["route", "places", problem.CostUnit.Length == 0 ? "cost" : $"cost, {problem.CostUnit}", "of the limit"],
                [.. solution.Routes.Select((route, i) => (IReadOnlyList<string>)
        [
            (i + 1).ToString(CultureInfo.InvariantCulture),
            problem.Visits(route).ToString(CultureInfo.InvariantCulture),
            Text(problem.RouteCost(route)),
            (problem.RouteCost(route) / Math.Max(1e-12, problem.Limit)).ToString("P0", CultureInfo.InvariantCulture),
        ])]));
        return new ReportPage
        {
            Title = $"mae route {problem.Name}",
            Headline =
                $"Score {Text(solution.Score)} with {visited} of {problem.Count} "
                + $"nodes{(solution.ProvenOptimal ? ", and no routes have more" : "")}.",
            Facts =
            [
                ("agents", problem.Agents.ToString(CultureInfo.InvariantCulture)),
                ("limit a route", $"{Text(problem.Limit)} {problem.CostUnit}".TrimEnd()),
                ("cost", $"{Text(solution.Cost)} {problem.CostUnit}".TrimEnd()),
                ("proven optimal", solution.ProvenOptimal ? "yes" : "no"), ("planned in", $"{Text(seconds)} s"),
            ],
            Sections = sections,
        };
    }

    /// <summary>One colour a route.</summary>
    /// <param name="unit">Of the coordinates; empty where they have none.</param>
    internal static string Map(OrienteeringProblem problem, IReadOnlyList<int[]> routes, string unit, double width = 900)
    {
        const double Smallest = 3;
        const double Range = 4;
        var at = problem.Positions;
        var map = new SvgMap(at, width, 0.75 * width, unit);
        for (var r = 0; r < routes.Count; r++)
            map.Line(routes[r].Select(node => at[node]), r);
        var routeOf = new Dictionary<int, int>();
        for (var r = 0; r < routes.Count; r++)
        {
            foreach (var node in routes[r])
                routeOf[node] = r;
        }

        var most = Math.Max(1e-12, problem.Score.Max());
        double Radius(int node) => Smallest + (Range * Math.Sqrt(problem.Score[node] / most));
        for (var node = 0; node < problem.Count; node++)
        {
            var tip = $"{problem.Names[node]}: score {Text(problem.Score[node])}";
            if (node == problem.Start || node == problem.End)
                map.Square(at[node].X, at[node].Y, 14, problem.Names[node]);
            else
                map.Disc(at[node].X, at[node].Y, Radius(node), routeOf.TryGetValue(node, out var r) ? r : null, tip);
        }

        for (var node = 0; node < problem.Count; node++)
            map.Name(at[node].X, at[node].Y, node == problem.Start ? 7 : Radius(node), problem.Names[node]);
        return map.ToSvg("Map of the routes");
    }

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
