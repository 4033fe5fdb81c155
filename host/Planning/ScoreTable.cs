using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Planning;

/// <summary>Scores of sets of up to 64 nodes, eight nodes a look-up. Memory: 16 kB.</summary>
internal sealed class ScoreTable
{
    private readonly double[] sums = new double[8 * 256];

    public ScoreTable(TaskGraph graph)
    {
        for (var part = 0; part < 8; part++)
        {
            for (var set = 1; set < 256; set++)
            {
                var node = (8 * part) + System.Numerics.BitOperations.TrailingZeroCount(set);
                sums[(256 * part) + set] = sums[(256 * part) + (set & (set - 1))] + (node < graph.Count ? graph.Nodes[node].Score : 0);
            }
        }
    }

    public double Of(ulong nodes)
    {
        var sum = 0.0;
        for (var part = 0; nodes != 0; part += 256, nodes >>= 8)
            sum += sums[part + (int)(nodes & 255)];
        return sum;
    }
}
