using System.Globalization;
using MultiAgentEdge.Host.Commands;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>How far training is: a bar with the curve so far and the time left on a terminal, twenty lines elsewhere.</summary>
public static class CoverageProgress
{
    private const int Lines = 20;
    private const int CurveWidth = 24;
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <param name="train">Trains; is given what to call after every piece of the run: the run and its seconds so far.</param>
    public static async Task<T> WatchAsync<T>(VerbContext context, Func<Action<CoverageTrainingRun, double>, T> train)
    {
        if (!context.IsTerminal)
        {
            long? shown = null;
            return await Task.Run(() => train((run, seconds) =>
            {
                var mark = run.Trainer.StepsDone * Lines / run.Trainer.Steps;
                if (mark == (shown ?? run.StepsBefore * Lines / run.Trainer.Steps) || run.Curves.Rows.Count == 0)
                    return;
                shown = mark;
                context.Console.WriteLine(Line(run, seconds));
            }));
        }

        return await context.Console.Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(),
                new SpinnerColumn())
            .StartAsync(progress =>
            {
                // Room for the figures, the bar and the share beside it.
                var width = Math.Clamp(context.Console.Profile.Width - 70, 4, CurveWidth);
                ProgressTask? bar = null;
                return Task.Run(() => train((run, seconds) =>
                {
                    bar ??= progress.AddTask($"seed {run.Options.Seed}", maxValue: run.Trainer.Steps);
                    bar.Value = run.Trainer.StepsDone;
                    if (run.Curves.Rows.Count > 0)
                    {
                        bar.Description = Markup.Escape(string.Create(
                            CultureInfo.InvariantCulture,
                            $"seed {run.Options.Seed} {Sparkline(run.Curves.Column(2), width)} {run.Trainer.CurveNames[0]} "
                            + $"{Value(run.Curves.Rows[^1][2])}, {Left(run, seconds)}"));
                    }
                }));
            });
    }

    /// <summary>A curve in a few characters, its least value at the bottom.</summary>
    public static string Sparkline(IReadOnlyList<double> values, int most = CurveWidth)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        if (known.Length == 0)
            return "";
        var (least, greatest) = (known.Min(), known.Max());
        var width = Math.Min(most, known.Length);
        return string.Concat(Enumerable.Range(0, width).Select(i =>
        {
            var part = known[(i * known.Length / width)..((i + 1) * known.Length / width)];
            var level = greatest > least ? (part.Average() - least) / (greatest - least) : 0.5;
            return Levels[(int)Math.Min(Levels.Length - 1, level * Levels.Length)];
        }));
    }

    // Nothing before the first update.
    private static string Value(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Left(CoverageTrainingRun run, double seconds)
    {
        var left = TimeSpan.FromSeconds(seconds * (run.Trainer.Steps - run.Trainer.StepsDone) / Math.Max(1, run.Trainer.StepsDone));
        return string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours}:{left:mm\\:ss} left");
    }

    private static string Line(CoverageTrainingRun run, double seconds)
    {
        var figures = string.Join(", ", run.Trainer.CurveNames.Select((name, i) => $"{name} {Value(run.Curves.Rows[^1][2 + i])}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"seed {run.Options.Seed}: {100 * run.Trainer.StepsDone / run.Trainer.Steps} % of {run.Trainer.Steps} steps, {figures}, "
            + $"{Left(run, seconds)}");
    }
}
