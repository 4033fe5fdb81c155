using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Training;

/// <summary>Options of <see cref="QLearner"/>; the defaults are those of the formation example.</summary>
public sealed record QLearnerOptions : FormationLearnerOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Samples over which exploration falls from its first to its last value.</summary>
    public int Samples { get; init; } = 30_000;

    /// <summary>Standard deviation of the noise on every input at the first sample.</summary>
    public double ExplorationFirst { get; init; } = 0.1;

    /// <summary>And at the last.</summary>
    public double ExplorationLast { get; init; } = 0.02;

    /// <summary>Negotiation rounds a period (ADMM), 1 or more.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>Samples between two looks of the guard.</summary>
    public int GuardInterval { get; init; } = 1_000;

    /// <summary>Initial states that the guard drives from, each for 100 periods of which the last 50 count.</summary>
    public int GuardRuns { get; init; } = 6;

    /// <summary>An evaluated cost above this many times the best one is divergence, above 1.</summary>
    public double DivergenceFactor { get; init; } = 3.0;
}

/// <summary>
/// Cooperative Q-learning of paper S1 offline: one continuous run on the plants (30), a fixed number of negotiation rounds a period,
/// exploration on the inputs, <see cref="FormationLearner"/> learning from every period, <see cref="ThetaGuard"/> looking at closed loops
/// now and then. Same options and scenario, same bits.
/// </summary>
public sealed class QLearner
{
    /// <summary>
    /// Every so many samples the solvers forget their active sets. Those are in no checkpoint, and they move the last bits; forgetting them
    /// at fixed samples makes a run that goes on from a checkpoint, taken at one of these samples, the same run.
    /// </summary>
    public const int SettleInterval = 100;

    // Far outside every box, and still a number of a plant.
    private const double StateLimit = 1e6;

    private readonly QLearnerOptions options;
    private readonly FormationScenario scenario;
    private readonly FormationPlant plant;
    private readonly FormationTeam team;
    private readonly Xoshiro256 random;
    private readonly FormationLearner learner;
    private readonly ThetaGuard guard;
    private readonly FormationTransition transition;

    public QLearner(FormationScenario scenario, QLearnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        this.scenario = scenario;
        this.options = options;
        plant = new FormationPlant(scenario, options.Seed);
        random = new Xoshiro256(~options.Seed);
        team = new FormationTeam(scenario, FormationScenario.ImperfectModel, NegotiationMode.Admm);
        learner = new FormationLearner(scenario, options);
        guard = new ThetaGuard(learner.Theta, Evaluate(), options.DivergenceFactor);
        transition = new FormationTransition
        {
            States = [.. scenario.Agents.Select(agent => new double[agent.StateCount])],
            Inputs = [.. scenario.Agents.Select(agent => new double[agent.InputCount])],
            PlannedInputs = [.. scenario.Agents.Select(agent => new double[agent.InputCount])],
            Multipliers = new double[scenario.Horizon * scenario.Coupling.RowCount],
            NextStates = plant.States,
            NextMultipliers = team.Negotiator.Multipliers,
        };
        team.Negotiate(plant.States, tolerance: 0.0, options.Rounds);
        Value = learner.SolveValue(plant.States, team.Negotiator.Multipliers);
    }

    /// <summary>What learns, without the plants.</summary>
    public FormationLearner Learner => learner;

    /// <summary>As <see cref="FormationLearner.Theta"/>.</summary>
    public double[][] Theta => learner.Theta;

    /// <summary>What the elements of <see cref="Theta"/> are, one an agent.</summary>
    public IReadOnlyList<Theta> Maps => learner.Maps;

    /// <summary>theta with the best evaluated cost so far; the start's where nothing was better.</summary>
    public IReadOnlyList<double[]> BestTheta => guard.Best;

    /// <summary>Mean stage cost (32) of <see cref="BestTheta"/> in the guard's closed loops.</summary>
    public double BestCost => guard.BestCost;

    /// <summary>The guard's last evaluated cost.</summary>
    public double LastCost => guard.LastCost;

    /// <summary>How often theta went back to the best one.</summary>
    public int Rollbacks => guard.Rollbacks;

    /// <summary>Samples taken.</summary>
    public int Samples => learner.Samples;

    /// <summary>delta of (21) of the last sample, before the limit.</summary>
    public double TdError => learner.TdError;

    /// <summary>L(s, a), (32), of the last sample.</summary>
    public double StageCost => transition.StageCost;

    /// <summary>V at the present state and multipliers.</summary>
    public double Value { get; private set; }

    /// <summary>Q of the last sample.</summary>
    public double ActionValue => learner.ActionValue;

    /// <summary>The plants' states now, one an agent.</summary>
    public double[][] States => plant.States;

    /// <summary>What was applied in the last sample, exploration included, one an agent.</summary>
    public double[][] Inputs => transition.Inputs;

    /// <summary>The last sample as the learner saw it; its next states and multipliers are those of now.</summary>
    public FormationTransition Transition => transition;

    /// <summary>One sample: act, look, compare, update. At the guard's interval it also evaluates and keeps or rolls back.</summary>
    public void Step()
    {
        Act();
        transition.StageCost = scenario.StageCost(plant.States, transition.Inputs);
        plant.Step(transition.Inputs);
        Learn();
        if (Samples % options.GuardInterval == 0 && guard.Judge(Theta, Evaluate()) == ThetaVerdict.Diverged)
        {
            learner.Take(guard.Best);
            ConfigureTeam();
        }

        if (IsSettled)
        {
            learner.Settle();
            team.Settle();
        }
    }

    /// <summary>Whether a checkpoint may be taken now.</summary>
    public bool IsSettled => Samples % SettleInterval == 0;

    /// <summary>All that the run goes on from.</summary>
    /// <exception cref="InvalidOperationException">Not <see cref="IsSettled"/>.</exception>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!IsSettled)
            throw new InvalidOperationException($"A checkpoint is taken every {SettleInterval} samples, not after {Samples}.");
        learner.Save(writer);
        guard.Save(writer);
        writer.WriteRandom(plant.Random);
        writer.WriteRandom(random);
        foreach (var state in plant.States)
            writer.WriteArray(state);
        foreach (var input in team.Inputs)
            writer.WriteArray(input);
        var negotiator = new double[team.Negotiator.StateCount];
        team.Negotiator.CopyState(negotiator);
        writer.WriteArray(negotiator);
    }

    /// <summary>Takes what a run of the same scenario and options saved.</summary>
    /// <exception cref="CheckpointException">It was another run.</exception>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        learner.Load(reader);
        guard.Load(reader);
        reader.ReadRandom(plant.Random);
        reader.ReadRandom(random);
        foreach (var state in plant.States)
            reader.ReadArray(state, StateLimit);
        foreach (var input in team.Inputs)
            reader.ReadArray(input, StateLimit);
        var negotiator = new double[team.Negotiator.StateCount];
        reader.ReadArray(negotiator);
        ConfigureTeam();
        team.Settle(negotiator);
        Value = learner.Value;
    }

    // Exploratory inputs at what was negotiated.
    internal void Act()
    {
        var sigma = options.ExplorationFirst
            + ((options.ExplorationLast - options.ExplorationFirst) * Math.Min(1.0, (double)Samples / options.Samples));
        team.Negotiator.Multipliers.CopyTo(transition.Multipliers, 0);
        for (var i = 0; i < transition.Inputs.Length; i++)
        {
            plant.States[i].CopyTo(transition.States[i], 0);
            for (var j = 0; j < transition.Inputs[i].Length; j++)
            {
                transition.PlannedInputs![i][j] = team.Inputs[i][j];
                transition.Inputs[i][j] = Math.Clamp(
                    team.Inputs[i][j] + (sigma * random.NextGaussian()), scenario.Agents[i].InputLower[j],
                    scenario.Agents[i].InputUpper[j]);
            }
        }

        scenario.Measure(plant.States, transition.PlannedInputs!);
        scenario.Measure(plant.States, transition.Inputs);
    }

    internal void Learn()
    {
        team.Negotiate(plant.States, tolerance: 0.0, options.Rounds);
        learner.Learn(transition);
        Value = learner.Value;
        ConfigureTeam();
    }

    private void ConfigureTeam()
    {
        for (var i = 0; i < team.Controllers.Count; i++)
        {
            learner.Apply(i, team.Parameters[i]);
            team.Controllers[i].Configure(team.Parameters[i]);
        }

        if (scenario.HasInequalities)
            team.TightenCoupling(learner.CouplingTighteningM);
    }

    private double Evaluate() => FormationEvaluation
        .Of(scenario, FormationScenario.ImperfectModel, 0.0, Maps, Theta, options.Rounds, seed: options.Seed ^ 0x5EED, options.GuardRuns)
        .StageCost;
}
