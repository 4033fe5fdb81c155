namespace MultiAgentEdge.Host.Worlds.Particles;

/// <summary>
/// Which particle world: sizes, physics and what distinguishes the published variants of <c>simple_spread</c>. The physics is theirs: unit
/// masses, time step 0.1 s, damping 0.25, discs of radius 0.15, contact force 100 with margin 0.001, an action's force 5.
/// </summary>
public sealed record ParticleOptions
{
    /// <summary>1 .. 64.</summary>
    public int Agents { get; init; } = 3;

    /// <summary>1 .. 64; coverage has as many as agents.</summary>
    public int Landmarks { get; init; } = 3;

    /// <summary>Environments stepped together, at least 1.</summary>
    public int Environments { get; init; } = 1;

    public IntegrationOrder Integration { get; init; } = IntegrationOrder.VelocityFirst;

    /// <summary>What discrete actions 1 and 2 (3 and 4) do.</summary>
    public ActionSign DiscreteSign { get; init; } = ActionSign.PlusFirst;

    /// <summary>What the components 1 and 2 (3 and 4) of a continuous action do: u_x = +-(a1 - a2), u_y = +-(a3 - a4).</summary>
    public ActionSign ContinuousSign { get; init; } = ActionSign.PlusFirst;

    public ParticleReward Reward { get; init; } = ParticleReward.Shared;

    /// <summary>Share of an agent's own collisions in <see cref="ParticleReward.LocalRatio"/>, 0 .. 1.</summary>
    public double LocalRatio { get; init; } = 0.5;

    /// <summary>Least distance between any two agents, and between any two landmarks, at the start, m; 0: wherever they fall.</summary>
    public double InitialSeparationM { get; init; }

    /// <summary>This product's: OpenAI's physics and actions, reward shared by all and without a collision with oneself.</summary>
    public static ParticleOptions Product(int agents, int environments) =>
        new() { Agents = agents, Landmarks = agents, Environments = environments };

    /// <summary>openai/multiagent-particle-envs: velocity before position; actions 1 +x, 2 -x, 3 +y, 4 -y; every agent also collides with
    /// itself.</summary>
    public static ParticleOptions OpenAi(int agents, int landmarks) =>
        new() { Agents = agents, Landmarks = landmarks, Reward = ParticleReward.OpenAi };

    /// <summary>Farama MPE2: position before velocity; actions 1 -x, 2 +x, 3 -y, 4 +y, continuous ones likewise; reward mixed by
    /// <see cref="LocalRatio"/>.</summary>
    public static ParticleOptions Mpe2(int agents, int landmarks) => new()
    {
        Agents = agents,
        Landmarks = landmarks,
        Integration = IntegrationOrder.PositionFirst,
        DiscreteSign = ActionSign.MinusFirst,
        ContinuousSign = ActionSign.MinusFirst,
        Reward = ParticleReward.LocalRatio,
    };

    /// <summary>PettingZoo's MPE: as MPE2, but continuous actions still have OpenAI's sign, opposite to its own discrete ones.</summary>
    public static ParticleOptions PettingZoo(int agents, int landmarks) =>
        Mpe2(agents, landmarks) with { ContinuousSign = ActionSign.PlusFirst };
}
