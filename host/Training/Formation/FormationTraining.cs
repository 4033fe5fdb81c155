using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>One training run with its figures; it can be saved at every settled sample and goes on from there with the same bits.</summary>
public sealed class FormationTraining
{
    /// <summary>How many samples the first and the last figures are means over.</summary>
    public const int Window = 1_000;

    /// <summary>Initial states of the evaluation.</summary>
    public const int EvaluationRuns = 20;

    /// <summary>Kind and layout of its checkpoints.</summary>
    public const string CheckpointKind = "train formation";

    public const int CheckpointSchema = 1;

    /// <summary>Added to a constant, never to the training seed's own streams: the initial states are new to every run.</summary>
    public const ulong EvaluationSeed = 0xE7A1_0000;

    private readonly FormationScenario scenario;
    private readonly QLearnerOptions options;
    private readonly double[] sums; // first, last, TD error, violations, then |coupling error| a row

    public FormationTraining(FormationScenario scenario, QLearnerOptions options)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        this.scenario = scenario;
        this.options = options;
        Learner = new QLearner(scenario, options);
        sums = new double[4 + scenario.Coupling.RowCount];
    }

    public QLearner Learner { get; }

    /// <summary>A whole run in one call.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingResult Run(FormationScenario scenario, QLearnerOptions options, CancellationToken cancellation = default)
    {
        var training = new FormationTraining(scenario, options);
        training.Run(null, null, cancellation);
        return training.Evaluate();
    }

    /// <summary>Trains from where it is to the end.</summary>
    /// <param name="afterStep">After every sample.</param>
    /// <param name="settled">At every settled sample, after <paramref name="afterStep"/>: where a checkpoint may be taken. True: the run
    /// stops here.</param>
    /// <exception cref="OperationCanceledException">Cancelled, at a settled sample.</exception>
    public void Run(Action? afterStep, Action<bool>? settled, CancellationToken cancellation)
    {
        while (Learner.Samples < options.Samples)
        {
            Step();
            afterStep?.Invoke();
            if (!Learner.IsSettled)
                continue;
            var stops = cancellation.IsCancellationRequested;
            settled?.Invoke(stops);
            if (stops)
                throw new OperationCanceledException(cancellation);
        }
    }

    /// <summary>Evaluates without learning, learned and oracle on the same new initial states.</summary>
    public TrainingResult Evaluate()
    {
        var window = Math.Min(Window, options.Samples);
        FormationResult Of(int version, double tighteningM, IReadOnlyList<double[]>? theta) => FormationEvaluation.Of(
            scenario, version, tighteningM, Learner.Maps, theta, options.Rounds, EvaluationSeed + options.Seed, EvaluationRuns);
        return new TrainingResult
        {
            StageCostFirst = sums[0] / window,
            StageCostLast = sums[1] / window,
            TdErrorAbsMeanLast = sums[2] / window,
            ViolationRateLast = sums[3] / window,
            CouplingErrorAbsMeanM = [.. sums.Skip(4).Select(sum => sum / window)],
            Rollbacks = Learner.Rollbacks,
            GuardCost = Learner.BestCost,
            Theta = [.. Learner.BestTheta],
            Maps = Learner.Maps,
            NoLearning = Of(FormationScenario.ImperfectModel, 0.0, null),
            Learned = Of(FormationScenario.ImperfectModel, 0.0, Learner.BestTheta),
            Oracle = Of(FormationScenario.TrueModel, 0.05, null),
        };
    }

    /// <summary>All that the run goes on from, at a settled sample.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Learner.Save(writer);
        writer.WriteArray(sums);
    }

    /// <summary>Takes what a run of the same scenario and options saved.</summary>
    /// <exception cref="CheckpointException">It was another run.</exception>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Learner.Load(reader);
        reader.ReadFigures(sums);
    }

    private void Step()
    {
        Learner.Step();
        var window = Math.Min(Window, options.Samples);
        var states = Learner.Transition.States;
        sums[0] += Learner.Samples <= window ? Learner.StageCost : 0.0;
        if (Learner.Samples <= options.Samples - window)
            return;
        sums[1] += Learner.StageCost;
        sums[2] += Math.Abs(Learner.TdError);
        sums[3] += states[0][0] < scenario.Agents[0].StateLower[0] ? 1.0 : 0.0;
        var error = scenario.CouplingError(states);
        for (var row = 0; row < error.Length; row++)
            sums[4 + row] += Math.Abs(error[row]);
    }
}
