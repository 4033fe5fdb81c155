using System.Numerics;
using System.Runtime.InteropServices;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>
/// A sample of the replay and every agent's view of it: everybody's observation and action in slots, in the order of the critic's input,
/// written row by row to where a network reads them. One sample serves a whole round of updates: it is fetched from memory once, and the
/// target policies act on it once. Nothing is allocated after construction.
/// </summary>
internal sealed class MaddpgBatch
{
    private const int K = EpisodeReplay.ActionCount;

    private readonly int agents;
    private readonly int width;
    private readonly bool byDistance;
    private readonly double[] square; // N
    private readonly float[] slots; // B x {now, next} x (N x (W + 5), then the reward)
    private readonly int[] places; // B x {now, next} x N viewers x N: in which slot of the viewer's input an agent stands

    /// <param name="byDistance">Slot 0 is oneself, then the others, nearest first (scope); otherwise slot j is agent j (original).</param>
    public MaddpgBatch(int agents, int width, int size, bool byDistance)
    {
        this.agents = agents;
        this.width = width;
        this.byDistance = byDistance;
        Size = size;
        square = new double[agents];
        slots = new float[2 * size * (InputWidth + 1)];
        places = new int[2 * size * agents * agents];
        Present = new int[size];
    }

    public int Size { get; }

    /// <summary>N.</summary>
    public int Agents => agents;

    /// <summary>Numbers of one agent in the critic's input: its observation, then its action.</summary>
    public int SlotWidth => width + K;

    /// <summary>Numbers in the critic's input.</summary>
    public int InputWidth => agents * SlotWidth;

    /// <summary>Agents that were there in each row.</summary>
    public int[] Present { get; }

    /// <summary>Draws the rows; what the target policies do a step later is for them to write (<see cref="NextAction"/>).</summary>
    public void Draw(EpisodeReplay replay, Xoshiro256 random)
    {
        for (var row = 0; row < Size; row++)
        {
            var (slot, t) = replay.Sample(random);
            Present[row] = replay.Present(slot);
            replay.Transition(slot, t).CopyTo(slots.AsSpan(2 * row * (InputWidth + 1)));
        }

        for (var row = 0; row < Size; row++)
        {
            for (var viewer = 0; viewer < agents; viewer++)
            {
                Arrange(Row(row, next: false), viewer, Present[row], Places(row, next: false, viewer));
                Arrange(Row(row, next: true), viewer, Present[row], Places(row, next: true, viewer));
            }
        }
    }

    /// <summary>What all agents got for the step.</summary>
    public float Reward(int row) => slots[(((2 * row) + 1) * (InputWidth + 1)) - 1];

    /// <summary>An agent's action a step later. // 5</summary>
    public Span<float> NextAction(int row, int agent) => Row(row, next: true).Slice((agent * SlotWidth) + width, K);

    /// <summary>What one agent saw in some rows.</summary>
    /// <param name="agent">0 .. N - 1; in a smaller team, agent modulo team.</param>
    /// <param name="from">First row.</param>
    /// <param name="count">Rows.</param>
    /// <param name="to">Begins with the first row.</param>
    /// <param name="stride">From a row to the next, W or more.</param>
    public void WriteObservations(int agent, int from, int count, Span<float> to, int stride)
    {
        for (var row = 0; row < count; row++)
            Copy(Row(from + row, next: false).Slice(Self(agent, Present[from + row]) * SlotWidth, width), to[(row * stride)..]);
    }

    /// <summary>What one agent sees a step later; zeros where it is absent. Arguments as those of
    /// <see cref="WriteObservations"/>.</summary>
    public void WriteNextObservations(int agent, int from, int count, Span<float> to, int stride)
    {
        for (var row = 0; row < count; row++)
            Copy(Row(from + row, next: true).Slice(agent * SlotWidth, width), to[(row * stride)..]);
    }

    /// <summary>The critic's input of some rows as an agent sees them. Arguments as those of <see cref="WriteObservations"/>.</summary>
    /// <param name="next">A step later.</param>
    public void WriteInputs(int agent, bool next, int from, int count, Span<float> to, int stride)
    {
        for (var row = 0; row < count; row++)
        {
            var source = Row(from + row, next);
            var input = to.Slice(row * stride, InputWidth);
            var place = Places(from + row, next, agent);
            for (var j = 0; j < place.Length; j++)
                Copy(source.Slice(j * SlotWidth, SlotWidth), input.Slice(place[j] * SlotWidth, SlotWidth));
        }
    }

    private Span<float> Row(int row, bool next) => slots.AsSpan(((2 * row) + (next ? 1 : 0)) * (InputWidth + 1), InputWidth);

    private Span<int> Places(int row, bool next, int viewer) =>
        places.AsSpan(((((2 * row) + (next ? 1 : 0)) * agents) + viewer) * agents, agents);

    // Who stands in which slot. Positions are numbers 2 and 3 of every observation; absent agents come last. Counted without branches on
    // the data: who is nearer is as good as random to a branch predictor.
    private void Arrange(ReadOnlySpan<float> source, int viewer, int team, Span<int> place)
    {
        if (!byDistance)
        {
            for (var j = 0; j < place.Length; j++)
                place[j] = j;
            return;
        }

        var self = Self(viewer, team);
        double x = source[(self * SlotWidth) + 2], y = source[(self * SlotWidth) + 3];
        for (var j = 0; j < place.Length; j++)
        {
            double dx = source[(j * SlotWidth) + 2] - x, dy = source[(j * SlotWidth) + 3] - y;
            square[j] = j == self ? -1.0 : j < team ? (dx * dx) + (dy * dy) : double.PositiveInfinity;
        }

        place.Clear();
        for (var j = 1; j < place.Length; j++)
        {
            for (var i = 0; i < j; i++)
            {
                var later = square[i] <= square[j] ? 1 : 0;
                place[j] += later;
                place[i] += 1 - later;
            }
        }
    }

    // Without a division where none is needed: it costs more than all the rest.
    private static int Self(int viewer, int team) => viewer < team ? viewer : viewer % team;

    // A slot is a few registers: a call of the general copy costs more than the copy.
    private static void Copy(ReadOnlySpan<float> from, Span<float> to)
    {
        var lanes = Vector<float>.Count;
        if (from.Length < lanes)
        {
            for (var j = 0; j < from.Length; j++)
                to[j] = from[j];
            return;
        }

        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to[..from.Length]);
        for (var at = 0; at <= from.Length - lanes; at += lanes)
            Vector.LoadUnsafe(ref source, (nuint)at).StoreUnsafe(ref target, (nuint)at);
        Vector.LoadUnsafe(ref source, (nuint)(from.Length - lanes)).StoreUnsafe(ref target, (nuint)(from.Length - lanes));
    }
}
