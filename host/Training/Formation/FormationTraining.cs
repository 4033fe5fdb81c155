using System.Globalization;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Training;

/// <summary>One training run with what is logged of it, and its evaluation.</summary>
public static class FormationTraining
{
    /// <summary>How many samples the first and the last figures are means over.</summary>
    public const int Window = 1_000;

    /// <summary>Initial states of the evaluation.</summary>
    public const int EvaluationRuns = 20;

    /// <summary>Added to a constant, never to the training seed's own streams: the initial states are new to every run.</summary>
    private const ulong EvaluationSeed = 0xE7A1_0000;

    /// <summary>Trains, evaluates without learning, learned and oracle on the same new initial states.</summary>
    /// <param name="log">CSV of the experience; null: none.</param>
    /// <param name="progress">After every sample.</param>
    /// <exception cref="OperationCanceledException">Cancelled between two samples.</exception>
    public static TrainingResult Run(
        FormationScenario scenario, QLearnerOptions options, TextWriter? log, Action<QLearner>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(options);
        var learner = new QLearner(scenario, options);
        log?.WriteLine(Header(scenario, learner));
        var window = Math.Min(Window, options.Samples);
        double first = 0.0, last = 0.0, violations = 0.0, tdError = 0.0;
        var error = new double[scenario.Coupling.RowCount];
        var states = scenario.Agents.Select(agent => new double[agent.StateCount]).ToArray();
        for (var k = 0; k < options.Samples; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = 0; i < states.Length; i++)
                learner.States[i].CopyTo(states[i], 0);
            learner.Step();
            first += k < window ? learner.StageCost : 0.0;
            if (k >= options.Samples - window)
            {
                last += learner.StageCost;
                tdError += Math.Abs(learner.TdError);
                violations += states[0][0] < scenario.Agents[0].StateLower[0] ? 1.0 : 0.0;
                var now = scenario.CouplingError(states);
                for (var row = 0; row < error.Length; row++)
                    error[row] += Math.Abs(now[row]);
            }

            log?.WriteLine(Row(k, states, learner));
            progress?.Invoke(learner);
        }

        FormationResult Evaluate(int version, double tighteningM, IReadOnlyList<double[]>? theta) => FormationEvaluation.Of(
            scenario, version, tighteningM, learner.Maps, theta, options.Rounds, EvaluationSeed + options.Seed, EvaluationRuns);
        return new TrainingResult
        {
            StageCostFirst = first / window,
            StageCostLast = last / window,
            ViolationRateLast = violations / window,
            TdErrorAbsMeanLast = tdError / window,
            CouplingErrorAbsMeanM = [.. error.Select(sum => sum / window)],
            Rollbacks = learner.Rollbacks,
            GuardCost = learner.BestCost,
            Theta = [.. learner.BestTheta],
            Maps = learner.Maps,
            NoLearning = Evaluate(FormationScenario.ImperfectModel, 0.0, null),
            Learned = Evaluate(FormationScenario.ImperfectModel, 0.0, learner.BestTheta),
            Oracle = Evaluate(FormationScenario.TrueModel, 0.05, null),
        };
    }

    private static string Header(FormationScenario scenario, QLearner learner)
    {
        var columns = new List<string> { "sample", "stage_cost", "td_error", "value", "action_value" };
        for (var i = 0; i < scenario.Agents.Count; i++)
        {
            columns.AddRange(Enumerable.Range(1, scenario.Agents[i].StateCount).Select(s => $"x{i + 1}{s}"));
            columns.AddRange(Enumerable.Range(1, scenario.Agents[i].InputCount).Select(s => $"u{i + 1}{s}"));
            columns.AddRange(Enumerable.Range(0, learner.Maps[i].Count).Select(element => $"agent{i + 1}.{learner.Maps[i].NameOf(element)}"));
        }

        return string.Join(',', columns);
    }

    private static string Row(int sample, double[][] states, QLearner learner)
    {
        var numbers = new List<double> { sample, learner.StageCost, learner.TdError, learner.Value, learner.ActionValue };
        for (var i = 0; i < states.Length; i++)
            numbers.AddRange([.. states[i], .. learner.Inputs[i], .. learner.Theta[i]]);
        return string.Join(',', numbers.Select(number => number.ToString("G9", CultureInfo.InvariantCulture)));
    }
}
