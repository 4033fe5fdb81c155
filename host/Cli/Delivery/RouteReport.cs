using System.Globalization;
using System.Net;
using System.Text;
using MultiAgentEdge.Host.Planning;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Cli.Delivery;

/// <summary>The page of one planned instance: a map with the routes and what each costs.</summary>
internal static class RouteReport
{
    // Names of more nodes would cover the routes.
    private const int NamedAtMost = 40;

    public static ReportPage Page(OrienteeringProblem problem, OrienteeringSolution solution, double seconds)
    {
        var visited = problem.Visits(solution.Routes.SelectMany(route => route));
        var sections = new List<ReportSection>();
        if (problem.Positions.Count > 0)
            sections.Add(new ReportPicture("Routes", "Discs grow with the score; hollow ones are not visited, the square is the start.", Map(problem, solution.Routes)));
        sections.Add(new ReportTable("Routes", "", ["route", "nodes", "cost", "of the limit"], [.. solution.Routes.Select((route, i) => (IReadOnlyList<string>)
        [
            (i + 1).ToString(CultureInfo.InvariantCulture),
            problem.Visits(route).ToString(CultureInfo.InvariantCulture),
            Text(problem.RouteCost(route)),
            (problem.RouteCost(route) / Math.Max(1e-12, problem.Limit)).ToString("P0", CultureInfo.InvariantCulture),
        ])]));
        return new ReportPage
        {
            Title = $"mae route {problem.Name}",
            Headline = $"Score {Text(solution.Score)} with {visited} of {problem.Count} nodes{(solution.ProvenOptimal ? ", and no routes have more" : "")}.",
            Facts =
            [
                ("agents", problem.Agents.ToString(CultureInfo.InvariantCulture)), ("limit a route", $"{Text(problem.Limit)} {problem.CostUnit}".TrimEnd()), ("cost", Text(solution.Cost)),
                ("proven optimal", solution.ProvenOptimal ? "yes" : "no"), ("seconds", Text(seconds)),
            ],
            Sections = sections,
        };
    }

    /// <summary>North up, one colour a route.</summary>
    internal static string Map(OrienteeringProblem problem, IReadOnlyList<int[]> routes)
    {
        const double Width = 900;
        const double Margin = 24;
        var at = problem.Positions;
        var (left, bottom) = (at.Min(p => p.X), at.Min(p => p.Y));
        var scale = (Width - (2 * Margin)) / Math.Max(1e-9, Math.Max(at.Max(p => p.X) - left, at.Max(p => p.Y) - bottom));
        var height = ((at.Max(p => p.Y) - bottom) * scale) + (2 * Margin);
        var aside = (Width - ((at.Max(p => p.X) - left) * scale)) / 2;
        string X(int node) => Text(((at[node].X - left) * scale) + aside);
        string Y(int node) => Text(height - ((at[node].Y - bottom) * scale) - Margin);
        var most = Math.Max(1e-12, problem.Score.Max());
        var middle = (left + at.Max(p => p.X)) / 2;
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Text(height)}\" role=\"img\" aria-label=\"Map of the routes\">"));
        for (var r = 0; r < routes.Count; r++)
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"var(--c{r % 6})\" stroke-width=\"2.5\" stroke-linejoin=\"round\" points=\"{string.Join(' ', routes[r].Select(node => $"{X(node)},{Y(node)}"))}\"/>");
        var routeOf = new Dictionary<int, int>();
        for (var r = 0; r < routes.Count; r++)
        {
            foreach (var node in routes[r])
                routeOf[node] = r;
        }

        for (var node = 0; node < problem.Count; node++)
        {
            var name = $"<title>{WebUtility.HtmlEncode(problem.Names[node])}: {Text(problem.Score[node])}</title>";
            var radius = Text(3 + (4 * Math.Sqrt(problem.Score[node] / most)));
            if (node == problem.Start || node == problem.End)
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{X(node)}\" y=\"{Y(node)}\" width=\"14\" height=\"14\" transform=\"translate(-7 -7)\" fill=\"var(--ink)\">{name}</rect>");
            else if (routeOf.TryGetValue(node, out var r))
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(node)}\" cy=\"{Y(node)}\" r=\"{radius}\" fill=\"var(--c{r % 6})\">{name}</circle>");
            else
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(node)}\" cy=\"{Y(node)}\" r=\"{radius}\" fill=\"none\" stroke=\"var(--soft)\" stroke-width=\"1.5\">{name}</circle>");
        }

        for (var node = 0; node < problem.Count && problem.Count <= NamedAtMost; node++)
        {
            // Towards the middle: at the rim there is no room for a name.
            var place = at[node].X > middle ? "dx=\"-12\" text-anchor=\"end\"" : "dx=\"12\"";
            svg.Append($"<text x=\"{X(node)}\" y=\"{Y(node)}\" {place} dy=\"-8\" font-size=\"20\" fill=\"var(--soft)\">{WebUtility.HtmlEncode(problem.Names[node])}</text>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
