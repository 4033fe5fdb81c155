using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MultiAgentEdge.Host.Training.Networks;
using MultiAgentEdge.Host.Training.Rewards;
using MultiAgentEdge.Host.Worlds.Tasks;

namespace MultiAgentEdge.Host.Training.Mappo;

/// <summary>
/// The curriculum of paper S2, section 4, on any <see cref="IConstrainedTask"/>: each stage's policy goes on into the next, and each
/// stage's weights are derived from what the policy before it did. Stage 1 (no constraint) gives T-bar, which gives k_p of stages 2 and 3;
/// stage 3 gives C-bar, which gives k_c of stage 4. Advanced piece by piece. Same options, same bits, also across <see cref="Save"/> and
/// <see cref="Load"/>.
/// </summary>
public sealed class Curriculum
{
    private const ulong MeasureSeed = 0xC0FE;

    private readonly CurriculumOptions options;
    private readonly IConstrainedTask task;
    private readonly IConstrainedTask judge;
    private readonly Mappo learner;
    private readonly Mlp judged;
    private readonly long[] stageEnds; // updates
    private readonly List<StageResult> results = [];
    private readonly List<string> derivation = [];
    private RewardQuantities quantities;
    private string slowestFrom = "";
    private string costFrom = "";
    private RewardWeights? weights;

    /// <param name="task">What is learned on; its constraint level is set here.</param>
    /// <param name="judge">The same task in another instance, on which stages are measured.</param>
    /// <param name="options">Checked against the bounds before anything is learned.</param>
    /// <exception cref="RewardDesignException">A weight would stand outside its bound, or the guidance can be positive.</exception>
    public Curriculum(IConstrainedTask task, IConstrainedTask judge, CurriculumOptions options)
    {
        this.task = task;
        this.judge = judge;
        this.options = options;
        Forget();
        Stages = options.Stages;
        RequireBounds();
        learner = new Mappo(task, options.Learner);
        judged = new Mlp(learner.Actor.Sizes, judge.Environments * judge.Agents);
        stageEnds = new long[Stages.Count];
        for (var k = 0; k < stageEnds.Length; k++)
            stageEnds[k] = (k == 0 ? 0 : stageEnds[k - 1]) + Math.Max(1, Stages[k].Steps / learner.StepsPerUpdate);
        Begin();
    }

    public IReadOnlyList<CurriculumStage> Stages { get; }

    /// <summary>Stages that are over.</summary>
    public IReadOnlyList<StageResult> Results => results;

    /// <summary>The shared actor, as it is measured and deployed (<see cref="Mappo.Average"/>).</summary>
    public Mlp Actor => learner.Average;

    /// <summary>Updates so far: one rollout and its epochs each.</summary>
    public long Updates => learner.Updates;

    /// <summary>Environment steps so far.</summary>
    public long StepsDone => Updates * learner.StepsPerUpdate;

    /// <summary>Environment steps in all.</summary>
    public long Steps => stageEnds[^1] * learner.StepsPerUpdate;

    public bool IsOver => results.Count == Stages.Count;

    /// <summary>Weights of the stage that runs; null where it is the original reward.</summary>
    public RewardWeights? Weights => weights;

    /// <summary>Where each weight of the stage that runs came from.</summary>
    public IReadOnlyList<string> Derivation => derivation;

    /// <summary>Environment steps before a stage begins, the stage counted from 0.</summary>
    public long FirstStepOf(int stage) => stage == 0 ? 0 : stageEnds[stage - 1] * learner.StepsPerUpdate;

    /// <summary>Updates up to the next point of the curves, or to the end of the stage; there its policy is measured. Nothing where all is
    /// over.</summary>
    public void Advance()
    {
        if (IsOver)
            return;
        var stage = results.Count;
        var pieces = Math.Max(1, options.CurveSteps / learner.StepsPerUpdate);
        for (var i = 0; i < pieces && Updates < stageEnds[stage]; i++)
        {
            learner.LearningRate = RateAt(stage);
            learner.Update(weights, Stages[stage].Gamma);
        }

        if (Updates < stageEnds[stage])
            return;
        Finish();
        if (!IsOver)
            Begin();
    }

    /// <summary>The curves' figures since they were last read; null where no episode ended.</summary>
    public CurvePoint? ReadCurve() => learner.Statistics.Take(StepsDone);

    public void Save(BinaryWriter writer)
    {
        writer.Write(results.Count);
        foreach (var result in results)
            StageRecord.Write(writer, result);
        learner.Save(writer);
    }

    /// <exception cref="CheckpointException">Of other options.</exception>
    public void Load(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count < 0 || count > Stages.Count)
            throw new CheckpointException($"The checkpoint has {count} finished stages, this run has {Stages.Count} in all.");
        results.Clear();
        Forget();
        for (var k = 0; k < count; k++)
        {
            results.Add(StageRecord.Read(reader));
            Learn(results[k]);
        }

        if (!IsOver)
            Begin();
        learner.Load(reader);
    }

    private void Begin()
    {
        var stage = Stages[results.Count];
        task.ConstraintLevel = stage.LevelShare * task.FullConstraintLevel;
        weights = WeightsFor(stage, quantities);
        derivation.Clear();
        if (stage.Problem is { } problem)
            derivation.AddRange(Explain(problem));
        learner.BeginStage();
    }

    private void Finish()
    {
        var stage = Stages[results.Count];
        judged.CopyFrom(Actor);
        judge.ConstraintLevel = task.ConstraintLevel;
        var own = TaskEvaluation.Run(judge, judged, options.EvaluationEpisodes, MeasureSeed);
        judge.ConstraintLevel = judge.FullConstraintLevel;
        var full = TaskEvaluation.Run(judge, judged, options.EvaluationEpisodes, MeasureSeed);
        var result = new StageResult(results.Count + 1, stage.Name, task.ConstraintLevel, weights, [.. derivation], StepsDone, own, full);
        results.Add(result);
        Learn(result);
    }

    // What the next stages' weights need of this one's policy. A policy that never got there teaches nothing: then the bound that holds for
    // every policy stays.
    private void Learn(StageResult result)
    {
        var problem = Stages[result.Number - 1].Problem;
        if (problem == RewardProblem.MinimumTimeUnconstrained && result.Own.SlowestStep > 0)
        {
            (quantities,
                slowestFrom) = (quantities with { SlowestStep = result.Own.SlowestStep },
                    $"the slowest step of the policy of stage {result.Number}, which has no constraint");
        }
        else if (problem == RewardProblem.MinimumTime && result.Own.LargestCost > 0)
        {
            (quantities,
                costFrom) = (quantities with { LargestCost = result.Own.LargestCost },
                    $"the largest cost of an episode that met all constraints, stage {result.Number}");
        }

        if (result.Own.GuidanceGreatest > 0)
            RewardDesign.RequireGuidance(quantities with { GuidanceMaximum = result.Own.GuidanceGreatest });
    }

    [MemberNotNull(nameof(quantities))]
    private void Forget()
    {
        quantities = RewardQuantities.Of(task);
        slowestFrom = "T, as no policy reached the goal yet";
        costFrom = "T times the largest step cost, as no policy met all constraints yet";
    }

    private RewardWeights? WeightsFor(CurriculumStage stage, RewardQuantities known)
    {
        if (stage.Problem is not { } problem)
            return null;
        var weights = RewardDesign.Recommend(problem, options.Form, options.Alpha, stage.Gamma, known);
        return weights with
        {
            Penalty = weights.Penalty * options.PenaltyScale,
            Guidance = problem == RewardProblem.MinimumTime ? weights.Guidance * options.GuidanceScale : weights.Guidance,
            Cost = weights.Cost * options.CostScale,
        };
    }

    private void RequireBounds()
    {
        List<WeightViolation> violations = [];
        foreach (var stage in Stages)
        {
            if (stage.Problem is { } problem)
                violations.AddRange(RewardDesign.Check(WeightsFor(stage, quantities)!, problem, options.Form, quantities));
        }

        Warnings = [.. violations.Select(violation => violation.Message).Distinct()];
        if (violations.Count > 0 && !options.Force)
            throw new RewardDesignException(Warnings[0], "Leave the scale out, or add --force to train with it all the same.", violations);
    }

    /// <summary>Weights outside their bounds that were taken by force.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    private float RateAt(int stage)
    {
        var first = stage == 0 ? 0 : stageEnds[stage - 1];
        var share = (double)(Updates - first) / (stageEnds[stage] - first);
        var last = Stages[stage].Problem == RewardProblem.MinimumCost ? 1.0 : options.LearningRateLast;
        return (float)(options.Learner.LearningRate * (1.0 + (share * (last - 1.0))));
    }

    private IEnumerable<string> Explain(RewardProblem problem)
    {
        var w = weights!;
        string Text(double value) => WeightBound.Text(value);
        if (problem == RewardProblem.MinimumCost)
        {
            yield return $"k_p = {Text(w.Penalty)}: above alpha = {Text(w.Alpha)}, (12){Scaled(options.PenaltyScale)}.";
            yield return $"k_c = {Text(w.Cost)}: inside -alpha / C-bar = {Text(-w.Alpha / quantities.LargestCost)}, (12); C-bar = "
                + $"{Text(quantities.LargestCost)} is {costFrom}{Scaled(options.CostScale)}.";
            yield break;
        }

        var equation = problem == RewardProblem.MinimumTime ? "(15)" : "(16)";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"k_g = {Text(w.Guidance)}: the {options.Form.ToString().ToLowerInvariant()} form of {equation} with T = "
            + $"{quantities.HorizonSteps}, G = "
            + $"{Text(quantities.GuidanceBound)}{Scaled(problem == RewardProblem.MinimumTime ? options.GuidanceScale : 1.0)}.");
        if (problem == RewardProblem.MinimumTime)
        {
            yield return $"k_p = {Text(w.Penalty)}: alpha gamma^(-T-bar), (15); T-bar = {quantities.SlowestStep} is "
                + $"{slowestFrom}{Scaled(options.PenaltyScale)}.";
        }
    }

    private static string Scaled(double scale) => scale == 1.0 ? "" : $", times {WeightBound.Text(scale)} as asked";
}
