using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Linalg;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Training;

/// <summary>Options of <see cref="QLearner"/>; the defaults are those of the formation example.</summary>
public sealed record QLearnerOptions
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Samples over which exploration falls from its first to its last value.</summary>
    public int Samples { get; init; } = 30_000;

    /// <summary>alpha of (22) at sample 0, above 0.</summary>
    public double StepSize { get; init; } = 1e-5;

    /// <summary>alpha is multiplied by this at every sample, in (0, 1].</summary>
    public double StepDecay { get; init; } = 0.9999;

    /// <summary>The TD error that updates use lies in [-this, this].</summary>
    public double TdErrorLimit { get; init; } = 10.0;

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

    /// <summary>theta; all changes start at 0.</summary>
    public IReadOnlyList<BlockOptions> Blocks { get; init; } =
    [
        new(ParameterBlock.ModelOffset, [1.0, 0.1], -0.3, 0.3),
        new(ParameterBlock.ValueOffset, [1.0], -1e3, 1e3),
        new(ParameterBlock.LowerTightening, [1.0], 0.0, 0.1),
        new(ParameterBlock.UpperTightening, [1.0], 0.0, 0.1),
    ];
}

/// <summary>
/// Cooperative Q-learning on distributed MPC, paper S1: TD error (21), local updates (22), (23). One continuous run on the plants (30).
/// Value: sum_i V_i(mu) - sum_l gamma^l (mu'c + |mu|^2/(4w)), the dual function at the multipliers that the rounds left, (14), (15) with the term that
/// they lack. The inputs come from ADMM's augmented problems, as on the rovers; values and gradients come from a second set of local problems without
/// the augmented term, at the plain price M'mu: so no part of it is in V or Q, and weak duality holds after any number of rounds.
/// Gradient: d L_i / d theta_i, local, by the envelope theorem. The chain terms of (23), (26) vanish at the negotiated optimum; what is left of them
/// after few rounds, and at an exploratory input (Q is taken at the mu of V), is left out.
/// Step: alpha / (1 + alpha g'Dg) D g with g of all agents: one number an agent is shared beside its value. D holds the blocks' relative rates.
/// Same options and scenario, same bits.
/// </summary>
public sealed class QLearner
{
    private readonly QLearnerOptions options;
    private readonly FormationScenario scenario;
    private readonly FormationPlant plant;
    private readonly FormationTeam team;
    private readonly Xoshiro256 random;
    private readonly MpcController[] values;
    private readonly MpcParameters[] valueParameters;
    private readonly MpcParameters[] slopes;
    private readonly LocalGradient[] gradients;
    private readonly double[][] gradient;
    private readonly double[][] price;
    private readonly double[][] inputs;
    private readonly double[][] bestTheta;
    private readonly double[][] previous;
    private double value;
    private double stepSize;

    public QLearner(FormationScenario scenario, QLearnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        this.scenario = scenario;
        this.options = options;
        plant = new FormationPlant(scenario, options.Seed);
        random = new Xoshiro256(~options.Seed);
        team = new FormationTeam(scenario, FormationScenario.ImperfectModel, NegotiationMode.Admm);
        var agents = Enumerable.Range(0, scenario.Agents.Count).ToList();
        valueParameters = [.. agents.Select(i => scenario.ParametersFor(i, FormationScenario.ImperfectModel))];
        slopes = [.. agents.Select(i => scenario.ParametersFor(i, FormationScenario.ImperfectModel))];
        values = [.. scenario.Agents.Select(a => new MpcController(a.StateCount, a.InputCount, a.OutputCount, scenario.Horizon))];
        gradients = [.. scenario.Agents.Select(a => new LocalGradient(a.StateCount))];
        Maps = [.. valueParameters.Select(p => new Theta(p, options.Blocks))];
        Theta = [.. Maps.Select(map => new double[map.Count])];
        gradient = [.. Maps.Select(map => new double[map.Count])];
        bestTheta = [.. Maps.Select(map => new double[map.Count])];
        previous = [.. Maps.Select(map => new double[map.Count])];
        price = [.. agents.Select(_ => new double[scenario.Horizon * scenario.Coupling.OutputCount])];
        inputs = [.. scenario.Agents.Select(a => new double[a.InputCount])];
        stepSize = options.StepSize;
        if (!TryConfigure())
            throw new ArgumentException("The scenario's parameters do not make controllers.", nameof(scenario));
        BestCost = Evaluate();
        Negotiate();
    }

    /// <summary>theta now, one vector an agent, as change from the start.</summary>
    public double[][] Theta { get; }

    /// <summary>What the elements of <see cref="Theta"/> are, one an agent.</summary>
    public IReadOnlyList<Theta> Maps { get; }

    /// <summary>theta with the best evaluated cost so far; the start's where nothing was better.</summary>
    public IReadOnlyList<double[]> BestTheta => bestTheta;

    /// <summary>Mean stage cost (32) of <see cref="BestTheta"/> in the guard's closed loops.</summary>
    public double BestCost { get; private set; }

    /// <summary>The guard's last evaluated cost.</summary>
    public double LastCost { get; private set; }

    /// <summary>How often theta went back to the best one.</summary>
    public int Rollbacks { get; private set; }

    /// <summary>Samples taken.</summary>
    public int Samples { get; private set; }

    /// <summary>delta of (21) of the last sample, before the limit.</summary>
    public double TdError { get; private set; }

    /// <summary>L(s, a), (32), of the last sample.</summary>
    public double StageCost { get; private set; }

    /// <summary>V at the present state and multipliers.</summary>
    public double Value => value;

    /// <summary>Q of the last sample.</summary>
    public double ActionValue { get; private set; }

    /// <summary>The plants' states now, one an agent.</summary>
    public double[][] States => plant.States;

    /// <summary>What was applied in the last sample, exploration included, one an agent.</summary>
    public double[][] Inputs => inputs;

    /// <summary>One sample: act, look, compare, update. At the guard's interval it also evaluates and keeps or rolls back.</summary>
    public void Step()
    {
        Act();
        StageCost = scenario.StageCost(plant.States, inputs);
        plant.Step(inputs);
        Learn();
        Samples++;
        if (Samples % options.GuardInterval == 0)
            Guard();
    }

    // Exploratory inputs, and Q with its gradient there.
    internal void Act()
    {
        var sigma = options.ExplorationFirst
            + ((options.ExplorationLast - options.ExplorationFirst) * Math.Min(1.0, (double)Samples / options.Samples));
        ActionValue = -team.Negotiator.DualConstant();
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < inputs[i].Length; j++)
            {
                inputs[i][j] = Math.Clamp(
                    team.Inputs[i][j] + (sigma * random.NextGaussian()), valueParameters[i].InputLower[j], valueParameters[i].InputUpper[j]);
            }

            if (values[i].SolveFixedInput(plant.States[i], price[i], inputs[i]) != QpStatus.Solved)
                ActionValue = double.NaN;
            ActionValue += values[i].Objective;
            gradients[i].Compute(values[i], valueParameters[i], price[i], slopes[i]);
            Maps[i].CopyFrom(slopes[i], gradient[i]);
        }
    }

    // (21), (22): a sample whose solves did not end well teaches nothing.
    internal void Learn()
    {
        Negotiate();
        TdError = StageCost + (scenario.Discount * value) - ActionValue;
        stepSize *= options.StepDecay;
        if (!double.IsFinite(TdError))
            return;
        var norm = 0.0;
        for (var i = 0; i < Theta.Length; i++)
        {
            for (var k = 0; k < Theta[i].Length; k++)
                norm += gradient[i][k] * Maps[i].Rate[k] * gradient[i][k];
        }

        var step = stepSize / (1.0 + (stepSize * norm)) * Math.Clamp(TdError, -options.TdErrorLimit, options.TdErrorLimit);
        for (var i = 0; i < Theta.Length; i++)
        {
            Array.Copy(Theta[i], previous[i], Theta[i].Length);
            for (var k = 0; k < Theta[i].Length; k++)
                Theta[i][k] = Maps[i].Boxed(k, Theta[i][k] + (step * Maps[i].Rate[k] * gradient[i][k]));
        }

        if (TryConfigure())
            return;
        // No controller can be made of it (an indefinite weight, crossed bounds): this step is taken back.
        for (var i = 0; i < Theta.Length; i++)
            Array.Copy(previous[i], Theta[i], Theta[i].Length);
        TryConfigure();
    }

    private void Negotiate()
    {
        team.Negotiate(plant.States, tolerance: 0.0, options.Rounds);
        var coupling = scenario.Coupling;
        value = -team.Negotiator.DualConstant();
        for (var i = 0; i < values.Length; i++)
        {
            for (var l = 0; l < coupling.StageCount; l++)
            {
                for (var o = 0; o < coupling.OutputCount; o++)
                {
                    var sum = 0.0;
                    for (var r = 0; r < coupling.RowCount; r++)
                        sum += coupling.M[i][(r * coupling.OutputCount) + o] * team.Negotiator.Multipliers[(l * coupling.RowCount) + r];
                    price[i][(l * coupling.OutputCount) + o] = sum;
                }
            }

            if (values[i].Solve(plant.States[i], price[i]) != QpStatus.Solved)
                value = double.NaN;
            value += values[i].Objective;
        }
    }

    private void Guard()
    {
        LastCost = Evaluate();
        if (LastCost < BestCost)
        {
            BestCost = LastCost;
            for (var i = 0; i < Theta.Length; i++)
                Array.Copy(Theta[i], bestTheta[i], Theta[i].Length);
        }
        else if (!(LastCost <= options.DivergenceFactor * BestCost))
        {
            Rollbacks++;
            for (var i = 0; i < Theta.Length; i++)
                Array.Copy(bestTheta[i], Theta[i], Theta[i].Length);
            TryConfigure();
        }
    }

    private double Evaluate() => FormationEvaluation
        .Of(scenario, FormationScenario.ImperfectModel, 0.0, Maps, Theta, options.Rounds, seed: options.Seed ^ 0x5EED, options.GuardRuns)
        .StageCost;

    private bool TryConfigure()
    {
        var done = true;
        for (var i = 0; i < values.Length; i++)
        {
            Maps[i].Apply(Theta[i], valueParameters[i]);
            Maps[i].Apply(Theta[i], team.Parameters[i]);
            done &= values[i].Configure(valueParameters[i]) == QpStatus.Solved;
            done &= team.Controllers[i].Configure(team.Parameters[i]) == QpStatus.Solved;
        }

        return done;
    }
}
