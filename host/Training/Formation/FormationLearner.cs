using MultiAgentEdge.Coupling;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Mpc;

namespace MultiAgentEdge.Host.Training;

/// <summary>Options of <see cref="FormationLearner"/>; the defaults are those of the formation example.</summary>
public record FormationLearnerOptions
{
    private readonly IReadOnlyList<BlockOptions>? blocks;

    public UpdateRule Update { get; init; } = UpdateRule.Identification;

    /// <summary>alpha of (22) at sample 0, above 0.</summary>
    public double StepSize { get; init; } = 1e-5;

    /// <summary>alpha is multiplied by this at every sample, in (0, 1].</summary>
    public double StepDecay { get; init; } = 0.9999;

    /// <summary>The TD error that updates use lies in [-this, this].</summary>
    public double TdErrorLimit { get; init; } = 10.0;

    /// <summary>Identification: weight of the first model in the fit, above 0: see <see cref="ModelFit"/>.</summary>
    public double FitWeight { get; init; } = 0.1;

    /// <summary>Identification: shortfalls are remembered for this many blocks of <see cref="ShortfallBlockSamples"/>.</summary>
    public int ShortfallBlocks { get; init; } = 20;

    public int ShortfallBlockSamples { get; init; } = 100;

    /// <summary>Identification: tightening over the largest shortfall, 1 or more.</summary>
    public double ShortfallMargin { get; init; } = 1.1;

    /// <summary>Identification: largest margin of an inequality row of the coupling.</summary>
    public double CouplingTighteningLimitM { get; init; } = 0.2;

    /// <summary>Identification: step of the value offset alone, as a share of the TD error; it moves no policy, so it may be
    /// fast.</summary>
    public double ValueStep { get; init; } = 0.01;

    /// <summary>theta; all changes start at 0. Where none are given: <see cref="DefaultBlocks"/>.</summary>
    public IReadOnlyList<BlockOptions> Blocks
    {
        get => blocks ?? DefaultBlocks(Update);
        init => blocks = value;
    }

    /// <summary>A and B only where they are identified: learned by the gradient with the steps of the others, they diverge now and
    /// then.</summary>
    public static IReadOnlyList<BlockOptions> DefaultBlocks(UpdateRule update) =>
    [
        new(ParameterBlock.ModelOffset, [1.0, 0.1], -0.3, 0.3),
        new(ParameterBlock.ValueOffset, [1.0], -1e3, 1e3),
        new(ParameterBlock.LowerTightening, [1.0], 0.0, 0.1),
        new(ParameterBlock.UpperTightening, [1.0], 0.0, 0.1),
        .. update == UpdateRule.Identification
            ? new BlockOptions[] { new(ParameterBlock.ModelA, [1.0], -0.3, 0.3), new(ParameterBlock.ModelB, [1.0], -0.3, 0.3) }
            : [],
    ];
}

/// <summary>
/// The learning step of cooperative Q-learning on distributed MPC, paper S1: TD error (21), local updates (22), (23). It knows no plant:
/// transitions come from a simulation or from rovers that drive. Value: sum_i V_i(mu) - sum_l gamma^l (mu'c + |mu|^2/(4w)), the dual
/// function at the multipliers that the rounds left, (14), (15) with the term that they lack. The inputs come from ADMM's augmented
/// problems, as on the rovers; values and gradients come from a second set of local problems without the augmented term, at the plain price
/// M'mu: so no part of it is in V or Q, and weak duality holds after any number of rounds. Gradient: d L_i / d theta_i, local, by the
/// envelope theorem. The chain terms of (23), (26) vanish at the negotiated optimum; what is left of them after few rounds, and at an
/// exploratory input (Q is taken at the mu of V), is left out. Step: alpha / (1 + alpha g'Dg) D g with g of all agents: one number an agent
/// is shared beside its value. D holds the blocks' relative rates. Same transitions and options, same bits. Nothing is allocated after
/// construction.
/// </summary>
public sealed class FormationLearner
{
    /// <summary>Magnitude that no element of theta, nor of an identified model, reaches: thousands of times what any model of a rover
    /// holds.</summary>
    public const double ThetaLimit = 1e4;

    private readonly FormationLearnerOptions options;
    private readonly FormationScenario scenario;
    private readonly CouplingProblem coupling;
    private readonly CouplingTightening tightening;
    private readonly MpcController[] controllers;
    private readonly MpcParameters[] parameters;
    private readonly MpcParameters[] slopes;
    private readonly LocalGradient[] gradients;
    private readonly IdentificationUpdate[] identification;
    private readonly double[][] gradient;
    private readonly double[][] price;
    private readonly double[][] previous;
    private double stepSize;

    /// <exception cref="ArgumentException">The scenario's parameters make no controllers.</exception>
    public FormationLearner(FormationScenario scenario, FormationLearnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        this.scenario = scenario;
        this.options = options;
        var agents = Enumerable.Range(0, scenario.Agents.Count).ToList();
        parameters = [.. agents.Select(i => scenario.ParametersFor(i, FormationScenario.ImperfectModel))];
        slopes = [.. agents.Select(i => scenario.ParametersFor(i, FormationScenario.ImperfectModel))];
        controllers = [.. scenario.Agents.Select(a => new MpcController(a.StateCount, a.InputCount, a.OutputCount, scenario.Horizon))];
        gradients = [.. scenario.Agents.Select(a => new LocalGradient(a.StateCount))];
        Maps = [.. parameters.Select(p => new Theta(p, options.Blocks))];
        Theta = [.. Maps.Select(map => new double[map.Count])];
        identification = options.Update == UpdateRule.Identification
            ? [.. agents.Select(i => new IdentificationUpdate(parameters[i], Maps[i], options))]
            : [];
        gradient = [.. Maps.Select(map => new double[map.Count])];
        coupling = scenario.CopyCoupling();
        tightening = new CouplingTightening(scenario, options);
        if (scenario.HasInequalities)
            Theta = [.. Theta, new double[coupling.RowCount]];
        previous = [.. Theta.Select(theta => new double[theta.Length])];
        price = [.. agents.Select(_ => new double[scenario.Horizon * scenario.Coupling.OutputCount])];
        stepSize = options.StepSize;
        if (!TryConfigure())
            throw new ArgumentException("The scenario's parameters do not make controllers.", nameof(scenario));
    }

    /// <summary>
    /// theta now, one vector an agent, as change from the start; with inequality rows a last one: <see cref="CouplingTighteningM"/>.
    /// Written by <see cref="Learn"/> and <see cref="Take"/>.
    /// </summary>
    public double[][] Theta { get; }

    /// <summary>The coordinator's own part of theta: the margin of every inequality row, one a row; empty without such rows.</summary>
    public double[] CouplingTighteningM => Theta.Length > Maps.Count ? Theta[Maps.Count] : [];

    /// <summary>What the elements of <see cref="Theta"/> are, one an agent.</summary>
    public IReadOnlyList<Theta> Maps { get; }

    /// <summary>V of the last state shown.</summary>
    public double Value { get; private set; }

    /// <summary>Q of the last transition.</summary>
    public double ActionValue { get; private set; }

    /// <summary>delta of (21) of the last transition, before the limit; not finite where a solve did not end well.</summary>
    public double TdError { get; private set; }

    /// <summary>Transitions shown.</summary>
    public int Samples { get; private set; }

    /// <summary>One transition: Q at (s, a), V at s+, compare, update. A transition whose solves did not end well teaches
    /// nothing.</summary>
    /// <returns>Whether theta may have moved.</returns>
    public bool Learn(FormationTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        ActionValue = SolveActionValue(transition);
        Value = SolveValue(transition.NextStates, transition.NextMultipliers);
        TdError = transition.StageCost + (scenario.Discount * Value) - ActionValue;
        stepSize *= options.StepDecay;
        Samples++;
        if (!double.IsFinite(TdError))
            return false;
        Step(transition);
        return true;
    }

    /// <summary>V at a state and its multipliers: a lower bound of the coupled optimum, NaN where a solve did not end well.</summary>
    public double SolveValue(double[][] states, double[] multipliers)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(multipliers);
        var value = -coupling.DualConstant(multipliers);
        for (var i = 0; i < controllers.Length; i++)
        {
            SetPrice(i, multipliers);
            if (controllers[i].Solve(states[i], price[i]) != QpStatus.Solved)
                value = double.NaN;
            value += controllers[i].Objective;
        }

        return value;
    }

    /// <summary>Replaces theta: a rollback.</summary>
    public void Take(IReadOnlyList<double[]> theta)
    {
        ArgumentNullException.ThrowIfNull(theta);
        for (var i = 0; i < Theta.Length; i++)
            theta[i].CopyTo(Theta[i], 0);
        TryConfigure();
    }

    /// <summary>Puts theta into an agent's parameters; configure their controller afterwards.</summary>
    public void Apply(int agent, MpcParameters into) => Maps[agent].Apply(Theta[agent], into);

    /// <summary>Forgets the solvers' active sets, which are in no checkpoint: learners that settle at the same sample go on with the same
    /// bits.</summary>
    public void Settle()
    {
        foreach (var controller in controllers)
            controller.Reset();
    }

    /// <summary>All that learning goes on from; <see cref="Settle"/> first.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var theta in Theta)
            writer.WriteArray(theta);
        foreach (var update in identification)
            update.Save(writer);
        tightening.Save(writer);
        writer.Write(stepSize);
        writer.Write(Samples);
        writer.Write(Value);
        writer.Write(ActionValue);
        writer.Write(TdError);
    }

    /// <summary>Takes what a learner of the same scenario and options saved.</summary>
    /// <exception cref="CheckpointException">No learner gets there.</exception>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        foreach (var theta in Theta)
            reader.ReadArray(theta, ThetaLimit);
        foreach (var update in identification)
            update.Load(reader);
        tightening.Load(reader);
        stepSize = reader.ReadDouble();
        Samples = reader.ReadInt32();
        Value = reader.ReadFigure();
        ActionValue = reader.ReadFigure();
        TdError = reader.ReadFigure();
        if (stepSize < 0 || Samples < 0 || !TryConfigure())
            throw new CheckpointException("The checkpoint holds parameters of which no controller can be made.");
        Settle();
    }

    // Q with its gradient.
    private double SolveActionValue(FormationTransition transition)
    {
        var value = -coupling.DualConstant(transition.Multipliers);
        for (var i = 0; i < controllers.Length; i++)
        {
            SetPrice(i, transition.Multipliers);
            if (controllers[i].SolveFixedInput(transition.States[i], price[i], transition.Inputs[i]) != QpStatus.Solved)
                value = double.NaN;
            value += controllers[i].Objective;
            gradients[i].Compute(controllers[i], parameters[i], price[i], slopes[i]);
            Maps[i].CopyFrom(slopes[i], gradient[i]);
        }

        return value;
    }

    // (22), and what is identified instead.
    private void Step(FormationTransition transition)
    {
        var error = Math.Clamp(TdError, -options.TdErrorLimit, options.TdErrorLimit);
        var norm = 0.0;
        for (var i = 0; i < Theta.Length; i++)
            Array.Copy(Theta[i], previous[i], Theta[i].Length);
        for (var i = 0; i < Maps.Count; i++)
        {
            for (var k = 0; k < Theta[i].Length; k++)
                norm += Rate(i, k) * gradient[i][k] * gradient[i][k];
        }

        var step = stepSize / (1.0 + (stepSize * norm)) * error;
        for (var i = 0; i < Maps.Count; i++)
        {
            for (var k = 0; k < Theta[i].Length; k++)
                Theta[i][k] = Maps[i].Boxed(k, Theta[i][k] + (step * Rate(i, k) * gradient[i][k]));
        }

        for (var i = 0; i < identification.Length; i++)
        {
            for (var k = 0; k < Theta[i].Length; k++)
            {
                if (Maps[i].BlockOf(k) == ParameterBlock.ValueOffset)
                    Theta[i][k] = Maps[i].Boxed(k, Theta[i][k] + (options.ValueStep * error));
            }

            var planned = transition.PlannedInputs ?? transition.Inputs;
            identification[i].Step(transition.States[i], planned[i], transition.Inputs[i], transition.NextStates[i], Theta[i]);
        }

        if (identification.Length > 0 && scenario.HasInequalities)
            tightening.Step(identification, transition.NextStates, CouplingTighteningM);

        // Where no controller can be made of it (an indefinite weight, crossed bounds), this step is taken back.
        if (!TryConfigure())
            Take(previous);
    }

    // 0 for elements that are not learned by (22).
    private double Rate(int agent, int element)
    {
        var block = Maps[agent].BlockOf(element);
        return identification.Length > 0 && (IdentificationUpdate.Moves(block) || block == ParameterBlock.ValueOffset)
            ? 0.0
            : Maps[agent].Rate[element];
    }

    // M_i'mu
    private void SetPrice(int agent, double[] multipliers)
    {
        for (var l = 0; l < coupling.StageCount; l++)
        {
            for (var o = 0; o < coupling.OutputCount; o++)
            {
                var sum = 0.0;
                for (var r = 0; r < coupling.RowCount; r++)
                    sum += coupling.M[agent][(r * coupling.OutputCount) + o] * multipliers[(l * coupling.RowCount) + r];
                price[agent][(l * coupling.OutputCount) + o] = sum;
            }
        }
    }

    private bool TryConfigure()
    {
        var done = true;
        for (var i = 0; i < controllers.Length; i++)
        {
            Apply(i, parameters[i]);
            done &= controllers[i].Configure(parameters[i]) == QpStatus.Solved;
        }

        if (scenario.HasInequalities)
            scenario.Tighten(coupling, CouplingTighteningM);

        return done;
    }
}
