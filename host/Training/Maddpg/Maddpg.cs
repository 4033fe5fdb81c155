using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>Options of <see cref="Maddpg"/>: those of the original, for the comparison of paper S3's figures 5 to 7.</summary>
public sealed record MaddpgOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>N, 2 or more; the team that is driven must have as many.</summary>
    public int Agents { get; init; } = 3;

    public int Episodes { get; init; } = 25_000;

    /// <summary>T, steps of an episode.</summary>
    public int EpisodeSteps { get; init; } = 25;

    /// <summary>Episodes run side by side, then comes one round of updates: 4 of 25 steps are the paper's 100 steps.</summary>
    public int EpisodesPerRound { get; init; } = 4;

    /// <summary>Neurons of each of an actor's two hidden layers.</summary>
    public int ActorUnits { get; init; } = 64;

    /// <summary>Neurons of each of a critic's two hidden layers.</summary>
    public int CriticUnits { get; init; } = 64;

    public float LearningRate { get; init; } = 0.01f;

    /// <summary>Norm to which gradients are cut.</summary>
    public float GradientLimit { get; init; } = 0.5f;

    /// <summary>Gamma.</summary>
    public float Discount { get; init; } = 0.95f;

    /// <summary>Tau.</summary>
    public float TargetRate { get; init; } = 0.01f;

    public int Batch { get; init; } = 1024;

    /// <summary>Transitions kept, as whole episodes; never more than the run has, nor than half a gibibyte.</summary>
    public int Replay { get; init; } = 1_000_000;

    /// <summary>Transitions before the first update: 1024 episodes, as in OpenAI's code.</summary>
    public int WarmUp { get; init; } = 25_600;

    /// <summary>Weight of the mean square logit in an actor's loss.</summary>
    public float LogitRegulariser { get; init; } = 1e-3f;
}

/// <summary>
/// The original MADDPG (Lowe et al. 2017; equations (10) to (13) of paper S3): an actor and a critic for every agent, everything seen in
/// the order of its index, softened Gumbel-softmax actions in the world and in the replay. What paper S3 compares its method with; nothing
/// is improved here. One call of <see cref="Advance"/> is one round; same options, same bits.
/// </summary>
public sealed class Maddpg : ICoverageTrainer
{
    private readonly MaddpgOptions options;
    private readonly Xoshiro256 random;
    private readonly MaddpgNetworks[] networks;
    private readonly EpisodeReplay replay;
    private readonly CoverageExploration exploration;
    private readonly MaddpgBatch batch;
    private readonly MaddpgUpdate update;
    private readonly MaddpgRates rates;
    private readonly MaddpgCurve curve = new();
    private readonly ObservationShape shape;
    private int episodes;

    public Maddpg(MaddpgOptions options)
    {
        this.options = options;
        random = new Xoshiro256(options.Seed);
        shape = new ObservationShape(options.Agents, options.Agents - 1, Sorted: false);
        batch = new MaddpgBatch(options.Agents, shape.Width, options.Batch, byDistance: false);
        update = new MaddpgUpdate(batch);
        rates = new MaddpgRates(options.Discount, options.LogitRegulariser, HardActions: false, RewardScale: 1f);
        var adam = new AdamOptions { LearningRate = options.LearningRate, NormLimit = options.GradientLimit };
        networks = new MaddpgNetworks[options.Agents];
        for (var agent = 0; agent < networks.Length; agent++)
        {
            networks[agent] = new MaddpgNetworks(
                [shape.Width, options.ActorUnits, options.ActorUnits, EpisodeReplay.ActionCount],
                [batch.InputWidth, options.CriticUnits, options.CriticUnits, 1],
                Math.Max(Mlp.RowBlock, options.EpisodesPerRound), options.Batch, adam, random);
        }

        replay = new EpisodeReplay(
            options.Agents, shape.Width, options.EpisodeSteps,
            EpisodeReplay.CapacityFor(options.Agents, shape.Width, options.EpisodeSteps, Rounds(options.Episodes), options.Replay));
        exploration = new CoverageExploration(replay, shape, options.EpisodesPerRound, hard: false);
    }

    public string Algorithm => "maddpg";

    public int CheckpointSchema => 2;

    public long StepsDone => Math.Min(Steps, (long)episodes * options.EpisodeSteps);

    public long Steps => (long)options.Episodes * options.EpisodeSteps;

    /// <summary>All: nothing here follows the run's length.</summary>
    public long SharedSteps => (long)Rounds(options.Episodes) * options.EpisodeSteps;

    public long Updates { get; private set; }

    public IReadOnlyList<string> CurveNames => MaddpgCurve.Names;

    public IReadOnlyList<CoverageStage> Stages => [];

    /// <summary>One round: episodes, then every agent's update, then all targets follow.</summary>
    public void Advance()
    {
        curve.AddReturn(exploration.Run(options.Agents, agent => networks[agent].Actor, random));
        episodes += options.EpisodesPerRound;
        if ((long)replay.Count * options.EpisodeSteps < options.WarmUp)
            return;
        batch.Draw(replay, random);
        update.ActNext(agent => networks[agent].TargetActor, rates, random);
        for (var agent = 0; agent < options.Agents; agent++)
        {
            update.Run(networks[agent], agent, agent, rates, random);
            networks[agent].Follow(options.TargetRate);
            curve.AddUpdate(update);
            Updates++;
        }
    }

    public double[] ReadCurve() => curve.Read();

    // Whole rounds, so that the replay never wraps for want of three places.
    private int Rounds(int episodes) =>
        (int)Math.Min(int.MaxValue, ((long)episodes + options.EpisodesPerRound - 1) / options.EpisodesPerRound * options.EpisodesPerRound);

    public CoverageModel Model() => new()
    {
        Algorithm = Algorithm,
        Agents = options.Agents,
        Shape = shape,
        Actors = [.. networks.Select(own => CoverageActor.Of(own.Actor))],
        EpisodeSteps = options.EpisodeSteps,
    };

    public void Save(BinaryWriter writer)
    {
        writer.Write(episodes);
        writer.Write(Updates);
        writer.WriteRandom(random);
        foreach (var own in networks)
            own.Save(writer);
        curve.Save(writer);
        replay.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        episodes = reader.ReadInt32();
        Updates = reader.ReadInt64();
        reader.ReadRandom(random);
        foreach (var own in networks)
            own.Load(reader);
        curve.Load(reader);
        replay.Load(reader);
    }
}
