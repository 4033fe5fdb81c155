using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>
/// A sample of the replay and, one after the other, every agent's view of it: everybody's observation and action in slots, in the order of the critic's
/// input. One sample serves a whole round of updates: it is fetched from memory once, and the target policies act on it once. Nothing is allocated
/// after construction.
/// </summary>
internal sealed class MaddpgBatch
{
    private const int K = EpisodeReplay.ActionCount;

    private readonly int agents;
    private readonly int width;
    private readonly bool byDistance;
    private readonly int[] order;
    private readonly double[] square;
    private readonly float[] now; // B x N x W
    private readonly float[] next; // B x N x W
    private readonly float[] actions; // B x N x 5

    /// <param name="byDistance">Slot 0 is oneself, then the others, nearest first (scope); otherwise slot j is agent j (original).</param>
    public MaddpgBatch(int agents, int width, int size, bool byDistance)
    {
        this.agents = agents;
        this.width = width;
        this.byDistance = byDistance;
        Size = size;
        order = new int[agents];
        square = new double[agents];
        now = new float[size * agents * width];
        next = new float[size * agents * width];
        actions = new float[size * agents * K];
        Own = new float[size * width];
        Input = new float[size * InputWidth];
        NextInput = new float[size * InputWidth];
        NextOf = [.. Enumerable.Range(0, agents).Select(_ => new float[size * width])];
        NextActionsOf = [.. Enumerable.Range(0, agents).Select(_ => new float[size * K])];
        Rewards = new float[size];
        Present = new int[size];
    }

    public int Size { get; }

    /// <summary>N.</summary>
    public int Agents => agents;

    /// <summary>Numbers of one agent in the critic's input: its observation, then its action.</summary>
    public int SlotWidth => width + K;

    /// <summary>Numbers in the critic's input.</summary>
    public int InputWidth => agents * SlotWidth;

    /// <summary>What the viewing agent saw. // B x W</summary>
    public float[] Own { get; }

    /// <summary>B x slots x (W + 5).</summary>
    public float[] Input { get; }

    /// <summary>As <see cref="Input"/>, a step later, with the actions of the target policies.</summary>
    public float[] NextInput { get; }

    /// <summary>Each agent's observation a step later. // N of B x W</summary>
    public float[][] NextOf { get; }

    /// <summary>Each agent's action a step later, for the target policies to write. // N of B x 5</summary>
    public float[][] NextActionsOf { get; }

    public float[] Rewards { get; }

    /// <summary>Agents that were there in each row.</summary>
    public int[] Present { get; }

    /// <summary>Draws the rows.</summary>
    public void Draw(EpisodeReplay replay, Xoshiro256 random)
    {
        for (var row = 0; row < Size; row++)
        {
            var (slot, t) = replay.Sample(random);
            Present[row] = replay.Present(slot);
            Rewards[row] = replay.Reward(slot, t);
            replay.Observations(slot, t).CopyTo(now.AsSpan(row * agents * width));
            replay.Actions(slot, t).CopyTo(actions.AsSpan(row * agents * K));
            var later = replay.Observations(slot, t + 1);
            later.CopyTo(next.AsSpan(row * agents * width));
            for (var j = 0; j < agents; j++)
                later.Slice(j * width, width).CopyTo(NextOf[j].AsSpan(row * width));
        }
    }

    /// <summary>Fills <see cref="Own"/>, <see cref="Input"/> and <see cref="NextInput"/> as an agent sees the rows.</summary>
    /// <param name="agent">0 .. N - 1; in a smaller team, agent modulo team.</param>
    public void View(int agent)
    {
        for (var row = 0; row < Size; row++)
        {
            var team = Present[row];
            var self = agent % team;
            var seen = now.AsSpan(row * agents * width, agents * width);
            var done = actions.AsSpan(row * agents * K, agents * K);
            var input = Input.AsSpan(row * InputWidth, InputWidth);
            seen.Slice(self * width, width).CopyTo(Own.AsSpan(row * width));
            Arrange(seen, self, team);
            for (var k = 0; k < agents; k++)
            {
                seen.Slice(order[k] * width, width).CopyTo(input[(k * SlotWidth)..]);
                done.Slice(order[k] * K, K).CopyTo(input[((k * SlotWidth) + width)..]);
            }

            seen = next.AsSpan(row * agents * width, agents * width);
            input = NextInput.AsSpan(row * InputWidth, InputWidth);
            Arrange(seen, self, team);
            for (var k = 0; k < agents; k++)
            {
                seen.Slice(order[k] * width, width).CopyTo(input[(k * SlotWidth)..]);
                NextActionsOf[order[k]].AsSpan(row * K, K).CopyTo(input[((k * SlotWidth) + width)..]);
            }
        }
    }

    // Who stands in which slot. Positions are numbers 2 and 3 of every observation; absent agents come last.
    private void Arrange(ReadOnlySpan<float> observations, int self, int team)
    {
        for (var k = 0; k < agents; k++)
            order[k] = k;
        if (!byDistance)
            return;
        double x = observations[(self * width) + 2], y = observations[(self * width) + 3];
        var count = 0;
        for (var j = 0; j < agents; j++)
        {
            double dx = observations[(j * width) + 2] - x, dy = observations[(j * width) + 3] - y;
            var key = j == self ? -1.0 : j < team ? (dx * dx) + (dy * dy) : double.PositiveInfinity;
            var at = count++;
            for (; at > 0 && key < square[at - 1]; at--)
            {
                square[at] = square[at - 1];
                order[at] = order[at - 1];
            }

            square[at] = key;
            order[at] = j;
        }
    }
}
