using System.Globalization;
using MultiAgentEdge.Host.Telemetry;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Missions.Delivery.Run;

/// <summary>Figure 2 of paper S4: where the rovers drove, one map an iteration.</summary>
internal static class DeliveryMap
{
    private const double Width = 440;
    private const double MostHeight = 340;
    private const int Columns = 3;

    public static ReportPicture Of(DeliveryTraining training, IReadOnlyList<int> iterations)
    {
        SvgMap[] maps = [.. iterations.Select(iteration => Map(training, iteration))];
        var columns = Math.Min(Columns, maps.Length);
        var height = maps.Max(map => map.Height);
        var body = string.Concat(maps.Select((map, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"<g transform=\"translate({i % Columns * Width:0.#} {i / Columns * height:0.#})\">{map.Body()}</g>")));
        return new ReportPicture(
            "Routes",
            "as figure 2 of the paper: what was driven, iterations whose routes changed, a colour a rover; the square is the depot",
            SvgMap.Svg(columns * Width, (maps.Length + Columns - 1) / Columns * height, "Maps of the routes", body)) { Wide = true };
    }

    private static SvgMap Map(DeliveryTraining training, int iteration)
    {
        const double Disc = 5;
        var graph = training.Memory.Graph;
        var nx = training.Memory.Dynamics.StateCount;
        var driven = training.Iterations[iteration];
        var map = new SvgMap(
            [.. graph.Nodes.Select(node => (node.XM, node.YM))], Width, MostHeight, "m",
            $"iteration {iteration}: {driven.NodesVisited} places");
        foreach (var one in driven.Traversals)
        {
            map.Line(
                Enumerable.Range(0, one.Driven.Steps + 1).Select(k => (one.Driven.States[k * nx], one.Driven.States[(k * nx) + 1])),
                one.Agent);
        }

        for (var n = 0; n < graph.Count; n++)
        {
            var node = graph.Nodes[n];
            if (n == graph.Depot)
                map.Square(node.XM, node.YM, 12, node.Name);
            else
                map.Disc(node.XM, node.YM, Disc, null, node.Name);
        }

        foreach (var node in graph.Nodes)
            map.Name(node.XM, node.YM, Disc, node.Name);
        return map;
    }
}
