using MultiAgentEdge.Host.Training;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Missions.Formation.Learning;

/// <summary>Figures of a run that learns while it drives, over the samples learned from: as <see cref="FormationTraining"/> has them
/// offline.</summary>
public sealed class LiveFigures
{
    private readonly FormationScenario scenario;
    private readonly LiveLearner learner;
    private readonly int rounds;
    private readonly ulong seed;
    private readonly double[] last; // ring of rows: cost, |TD error|, violated, then |coupling error| a row
    private readonly int width;
    private double first;
    private int count;

    /// <param name="rounds">Negotiation rounds a period, for the evaluation.</param>
    /// <param name="seed">The run's; the evaluation begins where the trainer's of this seed does.</param>
    public LiveFigures(FormationScenario scenario, LiveLearner learner, int rounds, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(learner);
        this.scenario = scenario;
        this.learner = learner;
        this.rounds = rounds;
        this.seed = seed;
        width = 3 + scenario.Coupling.RowCount;
        last = new double[FormationTraining.Window * width];
    }

    /// <summary>After every sample learned from.</summary>
    public void Add(FormationTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        var row = last.AsSpan(count % FormationTraining.Window * width, width);
        row[0] = transition.StageCost;
        row[1] = Math.Abs(learner.TdError);
        row[2] = transition.States[0][0] < scenario.Agents[0].StateLower[0] ? 1.0 : 0.0;
        var error = scenario.CouplingError(transition.States);
        for (var i = 0; i < error.Length; i++)
            row[3 + i] = Math.Abs(error[i]);
        first += count < FormationTraining.Window ? transition.StageCost : 0.0;
        count++;
    }

    /// <summary>What was learned, on new initial states of the scenario's plants; NaN where nothing was learned from.</summary>
    public TrainingResult Evaluate()
    {
        var window = Math.Min(FormationTraining.Window, count);
        double Mean(int column) => window == 0 ? double.NaN : Enumerable.Range(0, window).Sum(row => last[(row * width) + column]) / window;
        FormationResult Of(int version, double tighteningM, IReadOnlyList<double[]>? theta) => FormationEvaluation.Of(
            scenario, version, tighteningM, learner.Maps, theta, rounds, FormationTraining.EvaluationSeed + seed,
            FormationTraining.EvaluationRuns);
        return new TrainingResult
        {
            StageCostFirst = window == 0 ? double.NaN : first / window,
            StageCostLast = Mean(0),
            TdErrorAbsMeanLast = Mean(1),
            ViolationRateLast = Mean(2),
            CouplingErrorAbsMeanM = [.. Enumerable.Range(3, scenario.Coupling.RowCount).Select(Mean)],
            Rollbacks = learner.Guard.Rollbacks,
            GuardCost = learner.Guard.BestCost,
            Theta = [.. learner.PresentTheta],
            Maps = learner.Maps,
            NoLearning = Of(FormationScenario.ImperfectModel, 0.0, null),
            Learned = Of(FormationScenario.ImperfectModel, 0.0, learner.PresentTheta),
            Oracle = Of(FormationScenario.TrueModel, 0.05, null),
        };
    }

    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArray(last);
        writer.Write(first);
        writer.Write(count);
    }

    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.ReadFigures(last);
        first = reader.ReadDouble();
        count = reader.ReadInt32();
    }
}
