using System.Globalization;
using MultiAgentEdge.Host.Cli.Coverage;
using MultiAgentEdge.Host.Cli.Verbs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Views;

/// <summary>How far training is: a bar for each run with the time left and the curve so far on a terminal, twenty lines a run elsewhere.</summary>
public static class CoverageProgress
{
    private const int Lines = 20;
    private const int CurveWidth = 24;
    private const string Levels = "▁▂▃▄▅▆▇█";

    /// <param name="train">Trains all runs; is given what to call after every piece of a run: the run and its seconds so far. May be called from several threads.</param>
    public static async Task<T> WatchAsync<T>(VerbContext context, IReadOnlyList<CoverageTrainingRun> runs, Func<Action<CoverageTrainingRun, double>, T> train)
    {
        if (!context.IsTerminal)
        {
            var next = runs.ToDictionary(run => run, run => run.Trainer.StepsDone * Lines / run.Trainer.Steps);
            return await Task.Run(() => train((run, seconds) =>
            {
                var mark = run.Trainer.StepsDone * Lines / run.Trainer.Steps;
                lock (next)
                {
                    if (mark == next[run] || run.Curves.Rows.Count == 0)
                        return;
                    next[run] = mark;
                    context.Console.WriteLine(Line(run, seconds));
                }
            }));
        }

        return await context.Console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(progress =>
            {
                var bars = runs.ToDictionary(run => run, run => progress.AddTask($"seed {run.Options.Seed}", maxValue: run.Trainer.Steps));
                return Task.Run(() => train((run, _) =>
                {
                    bars[run].Value = run.Trainer.StepsDone;
                    if (run.Curves.Rows.Count > 0)
                    {
                        bars[run].Description = Markup.Escape(FormattableString.Invariant(
                            $"seed {run.Options.Seed} {Sparkline(run.Curves.Column(2))} {run.Trainer.CurveNames[0]} {run.Curves.Rows[^1][2]:0.00}"));
                    }
                }));
            });
    }

    /// <summary>A curve in a few characters, its least value at the bottom.</summary>
    public static string Sparkline(IReadOnlyList<double> values)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        if (known.Length == 0)
            return "";
        var (least, most) = (known.Min(), known.Max());
        var width = Math.Min(CurveWidth, known.Length);
        return string.Concat(Enumerable.Range(0, width).Select(i =>
        {
            var part = known[(i * known.Length / width)..((i + 1) * known.Length / width)];
            var level = most > least ? (part.Average() - least) / (most - least) : 0.5;
            return Levels[(int)Math.Min(Levels.Length - 1, level * Levels.Length)];
        }));
    }

    // Nothing before the first update.
    private static string Value(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Line(CoverageTrainingRun run, double seconds)
    {
        var left = seconds * (run.Trainer.Steps - run.Trainer.StepsDone) / Math.Max(1, run.Trainer.StepsDone);
        var figures = string.Join(", ", run.Trainer.CurveNames.Select((name, i) => $"{name} {Value(run.Curves.Rows[^1][2 + i])}"));
        return FormattableString.Invariant(
            $"seed {run.Options.Seed}: {100 * run.Trainer.StepsDone / run.Trainer.Steps} % of {run.Trainer.Steps} steps, {figures}, {TimeSpan.FromSeconds(left):h\\:mm\\:ss} left");
    }
}
