using System.Globalization;
using System.Net;
using System.Text;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Cli.Delivery;

/// <summary>Figure 2 of paper S4: where the rovers drove, one map an iteration.</summary>
internal static class DeliveryMap
{
    private const double Side = 300;
    private const double Border = 34;
    private const int Columns = 2;
    private const int Colours = 6;

    public static ReportPicture Of(DeliveryTraining training, IReadOnlyList<int> iterations)
    {
        var rows = (iterations.Count + Columns - 1) / Columns;
        var columns = Math.Min(Columns, iterations.Count);
        var svg = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {columns * Side} {rows * Side}\" xmlns=\"http://www.w3.org/2000/svg\" font-size=\"12\">"));
        for (var i = 0; i < iterations.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate({i % Columns * Side} {i / Columns * Side})\">");
            Map(svg, training, iterations[i]);
            svg.Append("</g>");
        }

        return new ReportPicture("Routes", "as figure 2 of the paper: what was driven, iterations whose routes changed; the square is the depot", svg.Append("</svg>").ToString());
    }

    private static void Map(StringBuilder svg, DeliveryTraining training, int iteration)
    {
        var graph = training.Memory.Graph;
        var (left, right) = (graph.Nodes.Min(node => node.XM), graph.Nodes.Max(node => node.XM));
        var (bottom, top) = (graph.Nodes.Min(node => node.YM), graph.Nodes.Max(node => node.YM));
        var scale = (Side - (2 * Border)) / Math.Max(1e-6, Math.Max(right - left, top - bottom));
        string X(double x) => (Border + ((x - left) * scale) + ((Side - (2 * Border) - ((right - left) * scale)) / 2)).ToString("0.0", CultureInfo.InvariantCulture);
        string Y(double y) => (Side - Border - ((y - bottom) * scale)).ToString("0.0", CultureInfo.InvariantCulture);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"8\" y=\"12\" fill=\"var(--ink)\">iteration {iteration}: {training.Iterations[iteration].NodesVisited} nodes</text>");
        var nx = training.Memory.Dynamics.StateCount;
        foreach (var traversal in training.Iterations[iteration].Traversals)
        {
            var points = Enumerable.Range(0, traversal.Driven.Steps + 1).Select(k => $"{X(traversal.Driven.States[k * nx])},{Y(traversal.Driven.States[(k * nx) + 1])}");
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"var(--c{traversal.Agent % Colours})\" stroke-width=\"2.5\" points=\"{string.Join(' ', points)}\"/>");
        }

        for (var n = 0; n < graph.Count; n++)
        {
            var (x, y) = (X(graph.Nodes[n].XM), Y(graph.Nodes[n].YM));
            svg.Append(n == graph.Depot
                ? $"<path d=\"M{x} {y}m-6-6h12v12h-12z\" fill=\"var(--ink)\"/>"
                : $"<circle cx=\"{x}\" cy=\"{y}\" r=\"5\" fill=\"var(--accent)\"/>");
            if (graph.Count <= 40)
            {
                // Towards the middle: at the rim there is no room for a name.
                var place = graph.Nodes[n].XM > (left + right) / 2 ? "dx=\"-8\" text-anchor=\"end\"" : "dx=\"8\"";
                svg.Append($"<text x=\"{x}\" y=\"{y}\" {place} dy=\"-6\" fill=\"var(--soft)\">{WebUtility.HtmlEncode(graph.Nodes[n].Name)}</text>");
            }
        }
    }
}
