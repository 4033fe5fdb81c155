using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>
/// Experience by whole episodes in flat arrays; the oldest episode goes when it is full. An episode of T steps has T + 1 observations, so the next
/// observation of a step is the observation of the next: half the memory of pairs. A team may be smaller than the buffer's N; absent agents are zeros.
/// Memory: <c>4 C ((T + 1) N W + T (5 N + 1))</c> bytes for C episodes. Nothing is allocated after construction.
/// </summary>
public sealed class EpisodeReplay
{
    public const int ActionCount = 5;

    private readonly float[] observations; // C x (T + 1) x N x W
    private readonly float[] actions; // C x T x N x 5
    private readonly float[] rewards; // C x T
    private readonly int[] present; // C
    private int next;

    /// <param name="capacity">Episodes, 1 or more; see <see cref="CapacityFor"/>.</param>
    public EpisodeReplay(int agents, int width, int steps, int capacity)
    {
        Agents = agents;
        Width = width;
        Steps = steps;
        Capacity = capacity;
        observations = new float[checked(capacity * (steps + 1) * agents * width)];
        actions = new float[checked(capacity * steps * agents * ActionCount)];
        rewards = new float[checked(capacity * steps)];
        present = new int[capacity];
    }

    public int Agents { get; }

    /// <summary>Numbers in one agent's observation.</summary>
    public int Width { get; }

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
        {
            observations.AsSpan(slot * (Steps + 1) * Agents * Width, (Steps + 1) * Agents * Width).Clear();
            actions.AsSpan(slot * Steps * Agents * ActionCount, Steps * Agents * ActionCount).Clear();
        }

        return slot;
    }

    /// <summary>Observations of all agents at time t, 0 .. T. // N x W</summary>
    public Span<float> Observations(int slot, int t) => observations.AsSpan(((slot * (Steps + 1)) + t) * Agents * Width, Agents * Width);

    /// <summary>Actions of all agents at time t. // N x 5</summary>
    public Span<float> Actions(int slot, int t) => actions.AsSpan(((slot * Steps) + t) * Agents * ActionCount, Agents * ActionCount);

    /// <summary>What all agents got for the step from t to t + 1.</summary>
    public ref float Reward(int slot, int t) => ref rewards[(slot * Steps) + t];

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
        writer.WriteArray(rewards.AsSpan(0, Count * Steps));
        writer.WriteArray(actions.AsSpan(0, Count * Steps * Agents * ActionCount));
        writer.WriteArray(observations.AsSpan(0, Count * (Steps + 1) * Agents * Width));
    }

    /// <exception cref="CheckpointException">Written by a run of other sizes.</exception>
    public void Load(BinaryReader reader)
    {
        Count = reader.ReadInt32();
        next = reader.ReadInt32();
        if (Count < 0 || Count > Capacity || next < 0 || next >= Capacity)
            throw new CheckpointException($"The checkpoint holds {Count} episodes, this run has room for {Capacity}.");
        reader.ReadArray(present.AsSpan(0, Count));
        reader.ReadArray(rewards.AsSpan(0, Count * Steps));
        reader.ReadArray(actions.AsSpan(0, Count * Steps * Agents * ActionCount));
        reader.ReadArray(observations.AsSpan(0, Count * (Steps + 1) * Agents * Width));
    }
}
