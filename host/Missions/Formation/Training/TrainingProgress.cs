using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Training;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Formation.Training;

/// <summary>How far a training run is: a bar with the time left on a terminal, about twenty lines elsewhere.</summary>
public static class TrainingProgress
{
    // Drawing at every sample would cost more than the sample.
    private const int SamplesPerDraw = 100;

    /// <param name="train">Trains, calling what it is given after every sample.</param>
    public static async Task<TrainingResult> WatchAsync(VerbContext context, int samples, Func<Action<QLearner>, TrainingResult> train)
    {
        if (!context.IsTerminal)
        {
            var every = Math.Max(1, samples / 20);
            return await Task.Run(() => train(learner =>
            {
                if (learner.Samples % every == 0)
                {
                    context.Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"sample {learner.Samples}/{samples}: stage cost {learner.StageCost:0.000}, TD error {learner.TdError:0.000}, "
                        + $"best evaluated cost {learner.BestCost:0.000}"));
                }
            }));
        }

        return await context.Console.Progress()
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(),
                new SpinnerColumn())
            .StartAsync(progress =>
            {
                var bar = progress.AddTask("training", maxValue: samples);
                return Task.Run(() => train(learner =>
                {
                    if (learner.Samples % SamplesPerDraw != 0 && learner.Samples != samples)
                        return;
                    bar.Value = learner.Samples;
                    bar.Description = FormattableString.Invariant($"training, best evaluated cost {learner.BestCost:0.000}");
                }));
            });
    }
}
