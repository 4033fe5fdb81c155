using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>
/// A sample of the replay as one agent sees it: everybody's observation and action in slots, in the order of the critic's input. Nothing is allocated
/// after construction.
/// </summary>
internal sealed class MaddpgBatch
{
    private readonly int agents;
    private readonly int width;
    private readonly bool byDistance;
    private readonly int[] order;
    private readonly double[] square;

    /// <param name="byDistance">Slot 0 is oneself, then the others, nearest first (scope); otherwise slot j is agent j (original).</param>
    public MaddpgBatch(int agents, int width, int size, bool byDistance)
    {
        this.agents = agents;
        this.width = width;
        this.byDistance = byDistance;
        Size = size;
        order = new int[agents];
        square = new double[agents];
        Own = new float[size * width];
        Input = new float[size * agents * (width + EpisodeReplay.ActionCount)];
        NextInput = new float[Input.Length];
        NextOwn = [.. Enumerable.Range(0, agents).Select(_ => new float[size * width])];
        Rewards = new float[size];
        Present = new int[size];
    }

    public int Size { get; }

    /// <summary>Numbers of one agent in the critic's input: its observation, then its action.</summary>
    public int SlotWidth => width + EpisodeReplay.ActionCount;

    /// <summary>Numbers in the critic's input.</summary>
    public int InputWidth => agents * SlotWidth;

    /// <summary>B x W: what the agent itself saw.</summary>
    public float[] Own { get; }

    /// <summary>B x slots x (W + 5).</summary>
    public float[] Input { get; }

    /// <summary>As <see cref="Input"/>, a step later; the actions are for the target policy to fill in.</summary>
    public float[] NextInput { get; }

    /// <summary>A slot's observations a step later, in the order of the next input. // slots of B x W</summary>
    public float[][] NextOwn { get; }

    public float[] Rewards { get; }

    /// <summary>Agents that were there in each row.</summary>
    public int[] Present { get; }

    /// <param name="agent">Whose view it is; in a smaller team, agent modulo team.</param>
    public void Draw(EpisodeReplay replay, int agent, Xoshiro256 random)
    {
        for (var row = 0; row < Size; row++)
        {
            var (slot, t) = replay.Sample(random);
            var team = replay.Present(slot);
            var self = agent % team;
            Present[row] = team;
            Rewards[row] = replay.Reward(slot, t);
            var now = replay.Observations(slot, t);
            var actions = replay.Actions(slot, t);
            var input = Input.AsSpan(row * InputWidth, InputWidth);
            now.Slice(self * width, width).CopyTo(Own.AsSpan(row * width));
            Arrange(now, self, team);
            for (var k = 0; k < agents; k++)
            {
                now.Slice(order[k] * width, width).CopyTo(input[(k * SlotWidth)..]);
                actions.Slice(order[k] * EpisodeReplay.ActionCount, EpisodeReplay.ActionCount).CopyTo(input[((k * SlotWidth) + width)..]);
            }

            var next = replay.Observations(slot, t + 1);
            input = NextInput.AsSpan(row * InputWidth, InputWidth);
            Arrange(next, self, team);
            for (var k = 0; k < agents; k++)
            {
                var observation = next.Slice(order[k] * width, width);
                observation.CopyTo(input[(k * SlotWidth)..]);
                observation.CopyTo(NextOwn[k].AsSpan(row * width));
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
