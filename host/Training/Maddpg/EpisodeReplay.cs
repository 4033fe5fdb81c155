using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>
/// Experience by whole episodes in one flat array; the oldest episode goes when it is full. An episode of T steps has T + 1 observations,
/// so the next observation of a step is the observation of the next: half the memory of pairs. All that belongs to a transition stands
/// together, as a learner reads it: drawn anywhere from hundreds of megabytes, every other place to look costs another wait. A team may be
/// smaller than the buffer's N; absent agents are zeros. Memory: <c>4 C (T + 1) (N (W + 5) + 1)</c> bytes for C episodes. Nothing is
/// allocated after construction.
/// </summary>
public sealed class EpisodeReplay
{
    public const int ActionCount = 5;

    private readonly float[] moments; // C x (T + 1) x (N x (W + 5), then the reward)
    private readonly int[] present; // C
    private int next;

    /// <param name="capacity">Episodes, 1 or more; see <see cref="CapacityFor"/>.</param>
    public EpisodeReplay(int agents, int width, int steps, int capacity)
    {
        Agents = agents;
        Width = width;
        Steps = steps;
        Capacity = capacity;
        moments = new float[checked(capacity * (steps + 1) * MomentWidth)];
        present = new int[capacity];
    }

    public int Agents { get; }

    /// <summary>Numbers in one agent's observation.</summary>
    public int Width { get; }

    /// <summary>Numbers of one agent at one time: its observation, then its action.</summary>
    public int SlotWidth => Width + ActionCount;

    /// <summary>Numbers of one time: every agent's, then what all got for the step that begins.</summary>
    public int MomentWidth => (Agents * SlotWidth) + 1;

    /// <summary>T.</summary>
    public int Steps { get; }

    /// <summary>Episodes that fit.</summary>
    public int Capacity { get; }

    /// <summary>Episodes held.</summary>
    public int Count { get; private set; }

    /// <summary>Episodes to keep: those of the run, those that were asked for, or what half a gibibyte of observations holds.</summary>
    /// <param name="transitions">Asked for.</param>
    public static int CapacityFor(int agents, int width, int steps, int episodes, int transitions)
    {
        const long most = 1L << 27;
        return (int)Math.Max(1, Math.Min(Math.Min(episodes, transitions / steps), most / ((steps + 1L) * agents * width)));
    }

    /// <summary>Makes room for one more episode and gives its slot; its numbers are to be written before anything is sampled.</summary>
    /// <param name="team">Agents that are there, 1 .. N.</param>
    public int Begin(int team)
    {
        var slot = next;
        next = (next + 1) % Capacity;
        Count = Math.Min(Count + 1, Capacity);
        present[slot] = team;
        if (team < Agents)
            moments.AsSpan(slot * (Steps + 1) * MomentWidth, (Steps + 1) * MomentWidth).Clear();

        return slot;
    }

    /// <summary>What an agent sees at time t, 0 .. T. // W</summary>
    public Span<float> Observation(int slot, int t, int agent) => moments.AsSpan(At(slot, t) + (agent * SlotWidth), Width);

    /// <summary>What an agent does at time t, 0 .. T - 1. // 5</summary>
    public Span<float> Action(int slot, int t, int agent) => moments.AsSpan(At(slot, t) + (agent * SlotWidth) + Width, ActionCount);

    /// <summary>What all agents got for the step from t to t + 1.</summary>
    public ref float Reward(int slot, int t) => ref moments[At(slot, t) + MomentWidth - 1];

    /// <summary>Time t, 0 .. T - 1, and after it t + 1; the actions of the latter are undefined where t + 1 is T. // 2 x
    /// MomentWidth</summary>
    public ReadOnlySpan<float> Transition(int slot, int t) => moments.AsSpan(At(slot, t), 2 * MomentWidth);

    /// <summary>Agents that are there in this episode.</summary>
    public int Present(int slot) => present[slot];

    /// <summary>One step of one episode, all equally likely.</summary>
    public (int Slot, int Time) Sample(Xoshiro256 random)
    {
        var index = random.NextInt32(Count * Steps);
        return (index / Steps, index % Steps);
    }

    /// <summary>What is held, and nothing of what is not.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(next);
        writer.WriteArray(present.AsSpan(0, Count));
        writer.WriteArray(moments.AsSpan(0, Count * (Steps + 1) * MomentWidth));
    }

    /// <summary>Takes what a run of the same team saved, of at most as many episodes.</summary>
    /// <exception cref="CheckpointException">Written by a run of other sizes.</exception>
    public void Load(BinaryReader reader)
    {
        Count = reader.ReadInt32();
        next = reader.ReadInt32();
        if (Count < 0 || Count > Capacity || next < 0 || next >= Capacity)
            throw new CheckpointException($"The checkpoint holds {Count} episodes, this run has room for {Capacity}.");
        // One that was full may have more room here.
        if (Count < Capacity)
            next = Count;
        reader.ReadArray(present.AsSpan(0, Count));
        reader.ReadArray(moments.AsSpan(0, Count * (Steps + 1) * MomentWidth));
    }

    private int At(int slot, int t) => ((slot * (Steps + 1)) + t) * MomentWidth;
}
