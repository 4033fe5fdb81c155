using System.Globalization;
using System.Diagnostics;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Training;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>
/// One training run of coverage with its folder: run.json, curves.csv, checkpoint.bin, policy.json with its parameter sets and report.html
/// at the end. Nothing is created before the options are known to be good.
/// </summary>
public sealed class CoverageTrainingRun : IDisposable
{
    private readonly CoverageTrainOptions options;
    private readonly ICoverageTrainer trainer;
    private readonly CoverageCurves curves;
    private readonly TrainingFolder folder;
    private double secondsBefore;
    private string? from;
    private bool hasSharedCheckpoint;

    private CoverageTrainingRun(CoverageTrainOptions options, ICoverageTrainer trainer, TrainingFolder folder)
    {
        this.options = options;
        this.trainer = trainer;
        this.folder = folder;
        curves = new CoverageCurves(trainer.CurveNames);
    }

    /// <summary>Environment steps that were done before this process.</summary>
    public long StepsBefore { get; private set; }

    public ICoverageTrainer Trainer => trainer;

    public CoverageCurves Curves => curves;

    public string Folder => folder.Run.Path;

    public CoverageTrainOptions Options => options;

    /// <param name="checkpointEvery">Environment steps between checkpoints; null: ten in a run.</param>
    public static CoverageTrainingRun Start(CoverageTrainOptions options, string runs, int? checkpointEvery, VerbContext? context = null)
    {
        var trainer = CoverageTrainers.Create(options);
        var every = checkpointEvery ?? (int)Math.Clamp(trainer.Steps / 10, 1, int.MaxValue);
        return new CoverageTrainingRun(
            options, trainer, TrainingFolder.Create(runs, "train-coverage", CoverageJson.Begin(options, every), context));
    }

    /// <summary>Goes on where a stopped or killed run was saved last; from the beginning where it never was, which is said. A run that is
    /// to be longer goes on from what it shares with the longer one.</summary>
    /// <param name="episodes">More than the run has: it is to be longer.</param>
    /// <exception cref="MaeException">Nothing to go on from.</exception>
    public static CoverageTrainingRun Resume(string path, int? episodes, VerbContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        CoverageTrainOptions Of(JsonObject kept)
        {
            try
            {
                return CoverageTrainOptions.FromJson(kept);
            }
            catch (FormatException error)
            {
                throw TrainingFolder.Unreadable(path, error, "train coverage");
            }
        }

        var length = new TrainingLength("episodes", "--episodes", episodes, kept => CoverageTrainers.Episodes(Of(kept)));
        var folder = TrainingFolder.Resume(path, "train coverage", length, context);
        try
        {
            var options = Of(folder.Options);
            var shared = folder.LengthBefore is { } before
                ? CoverageTrainers.Create(options with { Episodes = (int)before }).SharedSteps
                : long.MaxValue;
            var resumed = new CoverageTrainingRun(options, CoverageTrainers.Create(options), folder);
            resumed.from = folder.Last();
            if (resumed.from is not null)
                CheckpointFile.Load(resumed.from, Kind(resumed.trainer), resumed.trainer.CheckpointSchema, resumed.Load);
            if (resumed.trainer.StepsDone > shared)
                resumed = new CoverageTrainingRun(options, CoverageTrainers.Create(options), folder);
            if (folder.LengthBefore is not null)
            {
                context.Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"A run of {options.Episodes} episodes has the bits of this one up to environment step "
                        + $"{resumed.trainer.StepsDone}: it goes on from there."));
            }

            return resumed;
        }
        catch (Exception error)
        {
            folder.Dispose();
            if (error is CheckpointException damaged)
                throw Resumed.Damaged(damaged, "train coverage");
            throw;
        }
    }

    public void Dispose() => folder.Dispose();

    /// <param name="watch">Called after every piece with the seconds so far.</param>
    /// <returns>What <c>--json</c> prints.</returns>
    public JsonObject Run(Action<double> watch, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        folder.Begin(from, StepsBefore);
        return folder.KeepAsync(
            () =>
            {
                Train(clock, watch, cancellation);
                return Task.CompletedTask;
            },
            end => end.IsEarly
                ? Early(end, secondsBefore + clock.Elapsed.TotalSeconds)
                : Finish(secondsBefore + clock.Elapsed.TotalSeconds, cancellation),
            () => { },
            "train coverage").GetAwaiter().GetResult();
    }

    private static string Kind(ICoverageTrainer trainer) => "coverage " + trainer.Algorithm;

    private void Train(Stopwatch clock, Action<double> watch, CancellationToken cancellation)
    {
        var nextPoint = NextAfter(trainer.StepsDone, Math.Max(1, trainer.Steps / CoverageCurves.Points));
        var nextCheckpoint = NextAfter(trainer.StepsDone, folder.CheckpointEvery);
        while (trainer.StepsDone < trainer.Steps)
        {
            var before = trainer.StepsDone;
            if (cancellation.IsCancellationRequested)
            {
                SaveCheckpoint(clock);
                cancellation.ThrowIfCancellationRequested();
            }

            trainer.Advance();
            var seconds = secondsBefore + clock.Elapsed.TotalSeconds;
            if (trainer.StepsDone >= nextPoint || trainer.StepsDone >= trainer.Steps)
            {
                nextPoint = NextAfter(trainer.StepsDone, Math.Max(1, trainer.Steps / CoverageCurves.Points));
                curves.Add(trainer, seconds);
            }

            if (folder.Advance(trainer.StepsDone, trainer.Steps, "environment steps"))
                folder.Run.Write("curves.csv", curves.ToCsv());
            foreach (var stage in trainer.Stages.Where(stage => stage.FirstStep >= before && stage.FirstStep < trainer.StepsDone))
                folder.Mark(stage.Name, stage.FirstStep);

            // Also the last state that a longer run passes through as well, which may be the end.
            if (trainer.StepsDone >= nextCheckpoint || trainer.StepsDone == trainer.SharedSteps || trainer.StepsDone >= trainer.Steps)
            {
                nextCheckpoint = NextAfter(trainer.StepsDone, folder.CheckpointEvery);
                SaveCheckpoint(clock);
            }

            watch(seconds);
        }
    }

    private static long NextAfter(long done, long every) => ((done / every) + 1) * every;

    private void SaveCheckpoint(Stopwatch clock)
    {
        folder.Run.Write("curves.csv", curves.ToCsv());
        folder.SaveCheckpoint(Kind(trainer), trainer.CheckpointSchema, writer =>
        {
            writer.Write(secondsBefore + clock.Elapsed.TotalSeconds);
            curves.Save(writer);
            trainer.Save(writer);
        }, hasSharedCheckpoint && trainer.StepsDone > trainer.SharedSteps);
        hasSharedCheckpoint = trainer.StepsDone <= trainer.SharedSteps;
    }

    private void Load(BinaryReader reader)
    {
        secondsBefore = reader.ReadDouble();
        curves.Load(reader);
        trainer.Load(reader);
        StepsBefore = trainer.StepsDone;
        hasSharedCheckpoint = trainer.StepsDone <= trainer.SharedSteps;
    }

    /// <summary>What a run that ended before its end leaves: its curves, and how what it has come to drives.</summary>
    private JsonObject Early(RunEnd end, double seconds)
    {
        folder.Run.Write("curves.csv", curves.ToCsv());
        var model = trainer.Model();
        var actors = CoverageActors.Policies(model).Select(CoverageActors.Network).ToArray();
        var replay = new CoverageEvaluation(model, actors, new CoverageEvaluationOptions { Agents = model.Agents, Episodes = 1 }).Record();
        folder.Run.Write(
            "report.html",
            (CoverageTrainReport.Early(options, trainer, model, curves, replay, seconds) with { Notice = end.Notice }).ToHtml());
        return CoverageJson.Early(options, trainer, seconds, Folder);
    }

    private JsonObject Finish(double seconds, CancellationToken cancellation)
    {
        var model = trainer.Model();
        folder.Run.Write("curves.csv", curves.ToCsv());
        var actors = CoverageActors.Policies(model).Select(CoverageActors.Network).ToArray();
        CoverageEvaluation Of(int agents, int episodes) =>
            new(model, actors, new CoverageEvaluationOptions { Agents = agents, Episodes = episodes });
        var figures = Of(model.Agents, options.Evaluate).Run(cancellation);
        CoveragePolicyFolder.Write(folder.Run, model, Of(model.Agents, 1).Record().Landmarks);
        var results = CoverageJson.Results(options, trainer, model, figures, seconds, Folder);
        folder.Run.Write("report.html", CoverageTrainReport.Page(options, trainer, model, figures, curves, Of, results, cancellation));
        return results;
    }
}
