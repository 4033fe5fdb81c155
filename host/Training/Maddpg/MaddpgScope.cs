using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Host.Worlds.Particles;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Maddpg;

/// <summary>Options of <see cref="MaddpgScope"/>; the defaults are those of the measured runs (README).</summary>
public sealed record MaddpgScopeOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>N, agents of a full team, 2 or more. The scope holds the N nearest landmarks and the N - 1 nearest others.</summary>
    public int Agents { get; init; } = 3;

    /// <summary>The smallest team that is trained, 2 .. N: every round draws a team size from here to N, so that K below N is no surprise.
    /// N: full teams only.</summary>
    public int SmallestTeam { get; init; } = 2;

    public int Episodes { get; init; } = 25_000;

    /// <summary>T, steps of an episode.</summary>
    public int EpisodeSteps { get; init; } = 25;

    /// <summary>Episodes run side by side, then comes one round of updates: 4 of 25 steps are the paper's 100 steps.</summary>
    public int EpisodesPerRound { get; init; } = 4;

    /// <summary>Neurons of each of the actor's two hidden layers.</summary>
    public int ActorUnits { get; init; } = 64;

    /// <summary>Neurons of each of the critic's two hidden layers.</summary>
    public int CriticUnits { get; init; } = 64;

    public float LearningRate { get; init; } = 0.01f;

    /// <summary>The step size falls in a straight line to this share over the last <see cref="DecayShare"/> of the run.</summary>
    public float FinalRateShare { get; init; } = 0.1f;

    /// <summary>In [0, 1].</summary>
    public float DecayShare { get; init; } = 0.5f;

    /// <summary>Norm to which gradients are cut.</summary>
    public float GradientLimit { get; init; } = 0.5f;

    /// <summary>Gamma.</summary>
    public float Discount { get; init; } = 0.95f;

    /// <summary>Tau.</summary>
    public float TargetRate { get; init; } = 0.01f;

    public int Batch { get; init; } = 1024;

    /// <summary>Transitions kept, as whole episodes; never more than the run has, nor than half a gibibyte.</summary>
    public int Replay { get; init; } = 1_000_000;

    /// <summary>Transitions before the first update.</summary>
    public int WarmUp { get; init; } = 2_500;

    /// <summary>Weight of the mean square logit in the actor's loss.</summary>
    public float LogitRegulariser { get; init; } = 1e-3f;

    /// <summary>Rewards are multiplied by it before they are learned from: values near one, which a step size of 0.01 can follow.</summary>
    public float RewardScale { get; init; } = 0.1f;

    /// <summary>
    /// The world, the replay and the critic get exact samples, as what is deployed acts, and the actor's gradient goes through the softened
    /// ones (straight-through); otherwise everybody gets the softened ones, as in OpenAI's code.
    /// </summary>
    public bool HardActions { get; init; } = true;
}

/// <summary>
/// Paper S3's improved MADDPG: one actor and one critic shared by all agents, every agent sees its scope, nearest first, and the critic
/// sees the agent itself first, then the others by distance; equations (14) to (17). What the paper leaves open: the N nearest landmarks
/// are part of the scope and sorted, too. Deviations: see README. One call of <see cref="Advance"/> is one round; same options, same bits.
/// </summary>
public sealed class MaddpgScope : ICoverageTrainer
{
    private readonly MaddpgScopeOptions options;
    private readonly Xoshiro256 random;
    private readonly MaddpgNetworks networks;
    private readonly EpisodeReplay replay;
    private readonly CoverageExploration exploration;
    private readonly MaddpgBatch batch;
    private readonly MaddpgUpdate update;
    private readonly MaddpgRates rates;
    private readonly MaddpgCurve curve = new();
    private readonly ObservationShape shape;
    private int episodes;

    public MaddpgScope(MaddpgScopeOptions options)
    {
        this.options = options;
        random = new Xoshiro256(options.Seed);
        shape = new ObservationShape(options.Agents, options.Agents - 1);
        batch = new MaddpgBatch(options.Agents, shape.Width, options.Batch, byDistance: true);
        update = new MaddpgUpdate(batch);
        rates = new MaddpgRates(options.Discount, options.LogitRegulariser, options.HardActions, options.RewardScale);
        var adam = new AdamOptions { LearningRate = options.LearningRate, NormLimit = options.GradientLimit };
        networks = new MaddpgNetworks(
            [shape.Width, options.ActorUnits, options.ActorUnits, EpisodeReplay.ActionCount],
            [batch.InputWidth, options.CriticUnits, options.CriticUnits, 1],
            Math.Max(Mlp.RowBlock, options.EpisodesPerRound * options.Agents), options.Batch, adam, random);
        replay = new EpisodeReplay(
            options.Agents, shape.Width, options.EpisodeSteps,
            EpisodeReplay.CapacityFor(options.Agents, shape.Width, options.EpisodeSteps, options.Episodes, options.Replay));
        exploration = new CoverageExploration(replay, shape, options.EpisodesPerRound, options.HardActions);
    }

    public string Algorithm => "maddpg-scope";

    public int CheckpointSchema => 2;

    public long StepsDone => Math.Min(Steps, (long)episodes * options.EpisodeSteps);

    public long Steps => (long)options.Episodes * options.EpisodeSteps;

    /// <summary>Until the step size begins to fall, at a share of the whole run.</summary>
    public long SharedSteps =>
        (long)(options.Episodes * (1.0 - options.DecayShare)) / options.EpisodesPerRound * options.EpisodesPerRound * options.EpisodeSteps;

    public long Updates { get; private set; }

    public IReadOnlyList<string> CurveNames => MaddpgCurve.Names;

    public IReadOnlyList<CoverageStage> Stages => [];

    /// <summary>One round: episodes of a team size drawn for them, then every agent's update.</summary>
    public void Advance()
    {
        var team = options.SmallestTeam + random.NextInt32(options.Agents - options.SmallestTeam + 1);
        curve.AddReturn(exploration.Run(team, _ => networks.Actor, random));
        episodes += options.EpisodesPerRound;
        if ((long)replay.Count * options.EpisodeSteps < options.WarmUp)
            return;
        networks.SetRate(
            options.LearningRate * LinearDecay.Share((double)episodes / options.Episodes, options.DecayShare, options.FinalRateShare));
        batch.Draw(replay, random);
        update.ActNext(_ => networks.TargetActor, rates, random);
        for (var agent = 0; agent < options.Agents; agent++)
        {
            update.Run(networks, agent, 0, rates, random);
            networks.Follow(options.TargetRate);
            curve.AddUpdate(update);
            Updates++;
        }
    }

    public double[] ReadCurve() => curve.Read();

    /// <summary>The target actor: the running mean of the last hundred or so updates, steadier than the actor itself.</summary>
    public CoverageModel Model() => new()
    {
        Algorithm = Algorithm,
        Agents = options.Agents,
        Shape = shape,
        Actors = [CoverageActor.Of(networks.TargetActor)],
        EpisodeSteps = options.EpisodeSteps,
    };

    public void Save(BinaryWriter writer)
    {
        writer.Write(episodes);
        writer.Write(Updates);
        writer.WriteRandom(random);
        networks.Save(writer);
        curve.Save(writer);
        replay.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        episodes = reader.ReadInt32();
        Updates = reader.ReadInt64();
        reader.ReadRandom(random);
        networks.Load(reader);
        curve.Load(reader);
        replay.Load(reader);
    }
}
