using System.Globalization;
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Formation.Training;

/// <summary>Trains the formation example of paper S1 offline and evaluates what came out.</summary>
public sealed class TrainFormationVerb : Verb
{
    private const int DefaultCheckpointEvery = 1_000;

    private readonly Option<string?> scenario = FormationScenarios.Option();
    private readonly Option<int?> seed = NumberOption.Int("--seed", "Same seed, same bits (default 1)", 0, int.MaxValue);
    private readonly Option<int?> samples = NumberOption.Int("--samples", "Control periods to learn from (default 30000)", 1, 10_000_000);
    private readonly Option<int?> rounds = NumberOption.Int("--rounds", "Negotiation rounds a period (default 2)", 1, 1000);
    private readonly Option<double?> learningRate = NumberOption.Double(
        "--learning-rate", "Step size of the update at first (default 1e-5)", 1e-12, 1);
    private readonly Option<string?> update = UpdateRules.Option();
    private readonly Option<int?> checkpointEvery = NumberOption.Int(
        "--checkpoint-every", $"Samples between two checkpoints, taken at the next hundred (default {DefaultCheckpointEvery})", 1,
        10_000_000);
    private readonly Option<string?> resume = new(
        "--resume") {
            Description =
                "Go on in this run folder, with its options and the same bits; with more --samples also where it had come to its end",
                HelpName = "RUN" };
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "formation";

    public override string Summary => "Let the formation's local controllers learn from experience together.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae train formation", "30,000 samples, then 20 new initial states without learning, learned, and with the oracle"),
        ("mae train formation --scenario track", "rovers on one track that keep a least distance"),
        ("mae train formation --update q-learning", "the update of paper S1 alone, without system identification"),
        ("mae train formation --seed 2 --samples 6000 --json", "a shorter run, the figures as JSON"),
        ("mae train formation --resume runs/20260401T120000Z-train-formation-1", "go on with a run that was stopped or killed"),
        ("mae train formation --resume runs/20260401T120000Z-train-formation-1 --samples 60000", "let it become a longer one"),
    ];

    public override IEnumerable<Symbol> Symbols => [scenario, seed, samples, rounds, learningRate, update, checkpointEvery, resume, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var path = parse.GetValue(resume);
        var length = new TrainingLength("samples", samples.Name, parse.GetValue(samples), _ => new QLearnerOptions().Samples);
        using var folder = path is null ? Begin(parse, context) : TrainingFolder.Resume(path, TrainingJson.Verb, length, context);
        var (name, options) = Options(parse, folder.Options);
        if (path is not null)
            Check(folder.Options, TrainingJson.Options(name, options));
        if (folder.LengthBefore is { } before)
        {
            context.Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The noise on the inputs falls over the whole run, so one of {options.Samples} samples begins otherwise than one of "
                    + $"{before}: it learns from the first sample again."));
        }

        var watch = Stopwatch.StartNew();
        TrainingResult? result = null;
        var json = await folder.KeepAsync(
            async () => result = await TrainingProgress.WatchAsync(
                context, options.Samples, progress => FormationTrainingRun.Run(folder, name, options, progress, context.Cancellation)),
            end => FormationTrainingRun.Leave(
                folder, end, $"Formation, {name} scenario: learned offline", name, FormationScenarios.Of(name),
                name == FormationScenarios.Default, result, options, watch.Elapsed),
            () => Close(context, result, folder.Run),
            TrainingJson.Verb);
        return new VerbResult(json);
    }

    private TrainingFolder Begin(ParseResult parse, VerbContext context)
    {
        var (name, options) = Options(parse, []);
        var every = parse.GetValue(checkpointEvery) ?? DefaultCheckpointEvery;
        return TrainingFolder.Create(parse.GetRequiredValue(runs), "train-formation", TrainingJson.Begin(name, options, every), context);
    }

    // What the run has already, then the command line, then the defaults.
    private (string Scenario, QLearnerOptions Learner) Options(ParseResult parse, JsonObject kept)
    {
        var options = new QLearnerOptions();
        return (
            Pick(parse, scenario, kept["scenario"]?.GetValue<string>()) ?? FormationScenarios.Default,
            options with
            {
                Seed = (ulong)(Pick(parse, seed, kept["seed"]?.GetValue<int>()) ?? 1),
                Samples = Pick(parse, samples, kept["samples"]?.GetValue<int>()) ?? options.Samples,
                StepSize = Pick(parse, learningRate, kept["step_size"]?.GetValue<double>()) ?? options.StepSize,
                Rounds = Pick(parse, rounds, kept["rounds_per_period"]?.GetValue<int>()) ?? options.Rounds,
                Update = UpdateRules.Of(Pick(parse, update, kept["update"]?.GetValue<string>())) ?? options.Update,
            });
    }

    private static T Pick<T>(ParseResult parse, Option<T> option, T kept)
    {
        var given = parse.GetValue(option);
        if (kept is not null)
            Resumed.Check(option.Name, given, kept);
        return given is null ? kept : given;
    }

    // Defaults may have changed since the run was begun: it would not be the same run.
    private static void Check(JsonObject kept, JsonObject now)
    {
        foreach (var (key, value) in now)
        {
            if (kept[key]?.ToJsonString() != value?.ToJsonString())
            {
                throw new MaeException(
                    ExitCode.Rejected, "MAE515",
                    $"The run was begun with {key} {kept[key]?.ToJsonString() ?? "absent"}, this program would go on with "
                    + $"{value?.ToJsonString()}.", "Go on with the program that began it, or start another run.");
            }
        }
    }

    private static void Close(VerbContext context, TrainingResult? result, RunFolder run)
    {
        if (result is not null)
            context.Console.Write(TrainingReports.Table(result, "learned"));
        if (result?.Rollbacks > 0)
        {
            context.Console.MarkupLineInterpolated(
                $"Learning diverged and was rolled back to its best parameters {result.Rollbacks} times.");
        }

        context.Console.MarkupLineInterpolated($"Report: [bold]{run.PathOf("report.html")}[/]");
    }
}
