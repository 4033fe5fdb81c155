using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Host.Training.Rewards;
using MultiAgentEdge.Host.Worlds.Tasks;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>Options of <see cref="Mappo"/>; the defaults are those of paper S2's coverage task.</summary>
public sealed record MappoOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Steps of every environment between two updates, 1 or more.</summary>
    public int RolloutSteps { get; init; } = 25;

    /// <summary>Passes over a rollout, 1 or more. Each is one step of both optimisers on the whole rollout.</summary>
    public int Epochs { get; init; } = 10;

    public float LearningRate { get; init; } = 7e-4f;

    /// <summary>A policy's probabilities move by this share at most before the gradient is cut, above 0.</summary>
    public float Clip { get; init; } = 0.2f;

    /// <summary>Weight of the entropy.</summary>
    public float Entropy { get; init; } = 0.01f;

    /// <summary>lambda of generalised advantage estimation, in [0, 1].</summary>
    public double Lambda { get; init; } = 0.95;

    /// <summary>Global norm of a gradient, above 0.</summary>
    public float GradientNormLimit { get; init; } = 10f;

    /// <summary>Widths of the actor's hidden layers.</summary>
    public IReadOnlyList<int> ActorHidden { get; init; } = [64, 64];

    /// <summary>Widths of the critic's hidden layers.</summary>
    public IReadOnlyList<int> CriticHidden { get; init; } = [64, 64];

    /// <summary><see cref="Mappo.Average"/> is over about so many updates, 1 or more; over a tenth of those so far where these are
    /// fewer.</summary>
    public int AverageUpdates { get; init; } = 333;

    /// <summary>How slowly the mean and deviation that values are normalised by follow the returns, in [0, 1).</summary>
    public double ValueMemory { get; init; } = 0.99;
}

/// <summary>
/// MAPPO (Yu et al. 2022): PPO with one actor shared by all agents and one critic on the whole state; all agents of an environment have one
/// reward. GAE (Schulman et al. 2016), advantages normalised over the rollout, values learned in normalised units. An episode that reaches
/// T has ended, it is not cut: the time is in the observation. Deviations: squared value loss without clipping, full-batch epochs. Same
/// options, task and seed, same bits; nothing is allocated by an update.
/// </summary>
public sealed class Mappo
{
    private const int Block = Mlp.RowBlock;

    private readonly MappoOptions options;
    private readonly IConstrainedTask task;
    private readonly Xoshiro256 random;
    private readonly Adam actorAdam;
    private readonly Adam criticAdam;
    private readonly ValueNormaliser normaliser;
    private readonly float[] observations; // T x (E N) x width
    private readonly float[] states; // T x E x width, and one more for the state after the last step
    private readonly int[] actions; // T x (E N)
    private readonly float[] logProbabilities; // T x (E N)
    private readonly double[] rewards; // T x E
    private readonly bool[] ended; // T x E
    private readonly double[] values; // (T + 1) x E
    private readonly float[] advantages; // T x E
    private readonly float[] targets; // T x E
    private readonly float[] logits;
    private readonly float[] valueOutputs;

    public Mappo(IConstrainedTask task, MappoOptions options)
    {
        this.task = task;
        this.options = options;
        random = new Xoshiro256(options.Seed);
        int t = options.RolloutSteps, e = task.Environments, rows = e * task.Agents;
        Actor = new Mlp([task.ObservationWidth, .. options.ActorHidden, task.ActionCount], Math.Max(Block, rows));
        Average = new Mlp(Actor.Sizes, 1);
        Critic = new Mlp([task.StateWidth, .. options.CriticHidden, 1], Math.Max(Block, e));
        Initialise.Orthogonal(Actor, random, Math.Sqrt(2.0), 0.01);
        Initialise.Orthogonal(Critic, random, Math.Sqrt(2.0), 1.0);
        Average.CopyFrom(Actor);
        var adam = new AdamOptions { LearningRate = options.LearningRate, Epsilon = 1e-5f, NormLimit = options.GradientNormLimit };
        actorAdam = new Adam(Actor.ParameterCount, adam);
        criticAdam = new Adam(Critic.ParameterCount, adam);
        normaliser = new ValueNormaliser(options.ValueMemory);
        observations = new float[t * rows * task.ObservationWidth];
        states = new float[(t + 1) * e * task.StateWidth];
        actions = new int[t * rows];
        logProbabilities = new float[t * rows];
        rewards = new double[t * e];
        ended = new bool[t * e];
        values = new double[(t + 1) * e];
        advantages = new float[t * e];
        targets = new float[t * e];
        logits = new float[rows * task.ActionCount];
        valueOutputs = new float[e];
        Statistics = new TrainingStatistics(task);
        ResetAll();
    }

    public Mlp Actor { get; }

    /// <summary>Running mean of the actor over its last updates, to be measured and deployed: from one update to the next the violations of
    /// the actor itself go up and down by a percent.</summary>
    public Mlp Average { get; }

    public Mlp Critic { get; }

    /// <summary>Calls of <see cref="Update"/> so far.</summary>
    public long Updates { get; private set; }

    /// <summary>Steps of one environment that an update takes, times environments.</summary>
    public int StepsPerUpdate => options.RolloutSteps * task.Environments;

    /// <summary>Episodes that ended since it was last taken.</summary>
    public TrainingStatistics Statistics { get; }

    /// <summary>Both optimisers' step size; the options' value at first.</summary>
    public float LearningRate
    {
        get => actorAdam.LearningRate;
        set => actorAdam.LearningRate = criticAdam.LearningRate = value;
    }

    /// <summary>Where the reward or the task changes: every environment starts anew, and the values' normalisation too. What was learned
    /// stays.</summary>
    public void BeginStage()
    {
        normaliser.Reset();
        ResetAll();
    }

    /// <summary>One rollout and the updates on it.</summary>
    /// <param name="weights">The designed reward; null for the task's original one, whose episodes end at T alone.</param>
    /// <param name="gamma">Discount, in (0, 1].</param>
    public void Update(RewardWeights? weights, double gamma)
    {
        for (var t = 0; t < options.RolloutSteps; t++)
            Step(t, weights);
        WriteStates(options.RolloutSteps);
        Evaluate(options.RolloutSteps);
        Estimate(gamma);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            ImproveActor();
            ImproveCritic();
        }

        Updates++;
        Average.SoftUpdate(Actor, 1f / Math.Clamp(0.1f * Updates, 1f, options.AverageUpdates));
    }

    /// <summary>Networks, optimisers, normalisation, generator, environments, statistics.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.WriteRandom(random);
        writer.WriteArray(Actor.Values);
        writer.WriteArray(Average.Values);
        writer.Write(Updates);
        writer.WriteArray(Critic.Values);
        actorAdam.Save(writer);
        criticAdam.Save(writer);
        normaliser.Save(writer);
        task.Save(writer);
        Statistics.Save(writer);
    }

    /// <exception cref="CheckpointException">Of other options.</exception>
    public void Load(BinaryReader reader)
    {
        reader.ReadRandom(random);
        reader.ReadArray(Actor.Parameters, Mlp.MostParameter);
        reader.ReadArray(Average.Parameters, Mlp.MostParameter);
        Updates = reader.ReadInt64();
        reader.ReadArray(Critic.Parameters, Mlp.MostParameter);
        actorAdam.Load(reader);
        criticAdam.Load(reader);
        normaliser.Load(reader);
        task.Load(reader);
        Statistics.Load(reader);
    }

    private void ResetAll()
    {
        for (var e = 0; e < task.Environments; e++)
            task.Reset(e, random);
        Statistics.Restart();
    }

    private void Step(int t, RewardWeights? weights)
    {
        int e = task.Environments, rows = e * task.Agents;
        var seen = observations.AsSpan(t * rows * task.ObservationWidth, rows * task.ObservationWidth);
        task.WriteObservations(seen);
        WriteStates(t);
        Evaluate(t);
        Actor.Forward(rows, seen, logits);
        var chosen = actions.AsSpan(t * rows, rows);
        Softmax.Sample(rows, task.ActionCount, logits, random, chosen, logProbabilities.AsSpan(t * rows, rows));
        task.Step(chosen);
        for (var i = 0; i < e; i++)
        {
            var at = (t * e) + i;
            bool terminal = task.IsTerminal[i], violated = task.IsViolated[i], last = task.Steps[i] >= task.HorizonSteps;
            ended[at] = last || (weights is not null && (terminal || violated));
            rewards[at] = weights?.Reward(terminal, violated, task.Guidance[i], task.Cost[i]) ?? task.OriginalReward[i];
            Statistics.Count(i, rewards[at], ended[at]);
            if (ended[at])
                task.Reset(i, random);
        }
    }

    private void WriteStates(int t) =>
        task.WriteStates(states.AsSpan(t * task.Environments * task.StateWidth, task.Environments * task.StateWidth));

    private void Evaluate(int t)
    {
        var e = task.Environments;
        Critic.Forward(e, states.AsSpan(t * e * task.StateWidth), valueOutputs);
        for (var i = 0; i < e; i++)
            values[(t * e) + i] = normaliser.Denormalise(valueOutputs[i]);
    }

    // Generalised advantage estimation, then the targets of the critic and both normalisations.
    private void Estimate(double gamma)
    {
        int e = task.Environments, count = options.RolloutSteps * e;
        for (var i = 0; i < e; i++)
        {
            var advantage = 0.0;
            for (var at = count - e + i; at >= 0; at -= e)
            {
                var next = ended[at] ? 0.0 : gamma;
                advantage = rewards[at] + (next * values[at + e]) - values[at] + (next * options.Lambda * advantage);
                advantages[at] = (float)advantage;
                targets[at] = (float)(advantage + values[at]);
            }
        }

        normaliser.Follow(targets);
        for (var at = 0; at < count; at++)
            targets[at] = (float)normaliser.Normalise(targets[at]);
        Normalise(advantages);
    }

    private static void Normalise(Span<float> numbers)
    {
        double sum = 0, squares = 0;
        foreach (var number in numbers)
            sum += number;
        var mean = sum / numbers.Length;
        foreach (var number in numbers)
            squares += (number - mean) * (number - mean);
        var scale = 1.0 / (Math.Sqrt(squares / numbers.Length) + 1e-5);
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (float)((numbers[i] - mean) * scale);
    }

    // In blocks of rows that stay in the cache from the observations to the sums of the gradient.
    private void ImproveActor()
    {
        int rows = options.RolloutSteps * task.Environments * task.Agents, width = task.ObservationWidth, choices = task.ActionCount;
        Actor.ClearGradient();
        for (var from = 0; from < rows; from += Block)
        {
            var count = Math.Min(Block, rows - from);
            Rows.Widen(count, width, observations.AsSpan(from * width), Actor.InputWidth, Actor.Input);
            Actor.Forward(count);
            for (var row = 0; row < count; row++)
            {
                Softmax.PolicySlope(
                    Actor.Output.Slice(row * Actor.OutputWidth, choices),
                    actions[from + row],
                    logProbabilities[from + row],
                    advantages[(from + row) / task.Agents],
                    options.Clip,
                    options.Entropy,
                    1f / rows,
                    Actor.OutputSlope.Slice(row * Actor.OutputWidth, choices));
            }

            Actor.AddGradient();
        }

        actorAdam.Step(Actor);
    }

    private void ImproveCritic()
    {
        int rows = options.RolloutSteps * task.Environments, width = task.StateWidth;
        Critic.ClearGradient();
        for (var from = 0; from < rows; from += Block)
        {
            var count = Math.Min(Block, rows - from);
            Rows.Widen(count, width, states.AsSpan(from * width), Critic.InputWidth, Critic.Input);
            Critic.Forward(count);
            for (var row = 0; row < count; row++)
                Critic.OutputSlope[row * Critic.OutputWidth] = (Critic.Output[row * Critic.OutputWidth] - targets[from + row]) / rows;
            Critic.AddGradient();
        }

        criticAdam.Step(Critic);
    }
}
