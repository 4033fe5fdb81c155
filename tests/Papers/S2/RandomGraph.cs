using MultiAgentEdge.Host.Training.Rewards;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Tests.Papers.S2;

/// <summary>A path: how it ended, when, for what cost and what return.</summary>
internal sealed record GraphPath(bool IsTerminal, bool IsViolated, int Steps, double Cost, double Return);

/// <summary>A small deterministic system: nodes with guidance, some of them terminal or forbidden, edges with costs; start at node
/// 0.</summary>
internal sealed class RandomGraph(int horizon, int[][] next, double[][] cost, bool[] terminal, bool[] forbidden, double[] guidance)
{
    public int Horizon => horizon;

    public static RandomGraph Draw(Xoshiro256 random, double guidanceBound)
    {
        int nodes = 4 + random.NextInt32(6), actions = 2 + random.NextInt32(2), horizon = 3 + random.NextInt32(4);
        int[][] next = [.. Enumerable
            .Range(0, nodes)
            .Select(_ => Enumerable.Range(0, actions).Select(_ => random.NextInt32(nodes)).ToArray())];
        double[][] cost = [.. Enumerable
            .Range(0, nodes)
            .Select(_ => Enumerable.Range(0, actions).Select(_ => (double)random.NextInt32(4)).ToArray())];
        bool[] terminal = [.. Enumerable.Range(0, nodes).Select(node => node > 0 && random.NextDouble() < 0.2)];
        bool[] forbidden = [.. Enumerable.Range(0, nodes).Select(node => node > 0 && random.NextDouble() < 0.25)];
        // Extremes often: bounds are about the worst case.
        double[] guidance = [.. Enumerable
            .Range(0, nodes)
            .Select(_ => random.NextInt32(3) switch { 0 => 0.0, 1 => -guidanceBound, _ => random.NextUniform(-guidanceBound, 0.0) })];
        return new(horizon, next, cost, terminal, forbidden, guidance);
    }

    public GraphPath? Fastest(bool isConstrained) =>
        Paths(null, isConstrained).Where(path => path.IsTerminal && !path.IsViolated).MinBy(path => (path.Steps, path.Cost));

    public GraphPath? Cheapest() =>
        Paths(null, isConstrained: true).Where(path => path.IsTerminal && !path.IsViolated).MinBy(path => path.Cost);

    /// <summary>The path of the greatest return; of equal ones the worst for the problem, so that a tie counts as a failure.</summary>
    public GraphPath Best(RewardWeights weights)
    {
        var paths = Paths(weights, isConstrained: true).ToList();
        var greatest = paths.Max(path => path.Return);
        return paths
            .Where(path => path.Return >= greatest - 1e-12)
            .OrderBy(path => path.IsTerminal && !path.IsViolated)
            .ThenByDescending(path => path.Steps).ThenByDescending(path => path.Cost).First();
    }

    private IEnumerable<GraphPath> Paths(RewardWeights? weights, bool isConstrained) => From(0, 0, 0.0, 0.0, 1.0, weights, isConstrained);

    private IEnumerable<GraphPath> From(
        int node, int step, double spent, double earned, double discount, RewardWeights? weights, bool isConstrained)
    {
        for (var action = 0; action < next[node].Length; action++)
        {
            var to = next[node][action];
            var price = cost[node][action];
            var violated = isConstrained && forbidden[to];
            var total = earned + (discount * (weights?.Reward(terminal[to], violated, guidance[to], price) ?? 0.0));
            if (terminal[to] || violated || step + 1 == horizon)
            {
                yield return new(terminal[to], violated, step + 1, spent + price, total);
                continue;
            }

            foreach (var path in From(to, step + 1, spent + price, total, discount * (weights?.Gamma ?? 1.0), weights, isConstrained))
                yield return path;
        }
    }
}
