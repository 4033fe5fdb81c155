using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Run.Views;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Missions.Formation.Training;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Formation.Learning;

/// <summary><c>run formation --learn</c>: its options, its run, its figures.</summary>
public sealed class LearnFormation(FleetOptions fleetOptions, FormationOptions common)
{
    private readonly Option<bool> learn = new("--learn") { Description = "Learn the rovers' parameters while they drive (paper S1)" };
    private readonly Option<int?> samples = NumberOption.Int(
        "--samples", "With --learn: control periods to drive (default 30000)", 500, 10_000_000);
    private readonly Option<int?> pushEvery = NumberOption.Int(
        "--push-every", "With --learn: periods between two pushes (default 250)", 150, 100_000);
    private readonly Option<string?> update = UpdateRules.Option();
    private readonly Option<string?> resume = new(
        "--resume") { Description = "With --learn: go on in this run folder, with its options", HelpName = "RUN" };

    public IEnumerable<Symbol> Symbols => [learn, samples, pushEvery, update, resume];

    public bool IsAsked(ParseResult parse)
    {
        var extra = new Option[] { samples, pushEvery, update, resume }.FirstOrDefault(
            option => parse.GetResult(option) is { Implicit: false });
        if (extra is not null && !parse.GetValue(learn))
            throw new MaeException(ExitCode.Usage, "MAE516", $"{extra.Name} belongs to runs that learn.", "Add --learn.");
        return parse.GetValue(learn);
    }

    public async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var path = parse.GetValue(resume);
        var length = new TrainingLength("samples", samples.Name, parse.GetValue(samples), _ => new LiveLearnerOptions().Samples);
        using var folder = path is null ? Begin(parse, context) : TrainingFolder.Resume(path, LiveLearningOptions.Verb, length, context);
        var options = LiveLearningOptions.Of(folder.Options);
        Check(parse, options);
        var watch = Stopwatch.StartNew();
        var (fleet, run) = Setup(parse, options);
        using var learning = new LiveLearningRun(
            folder, run.Scenario, options, isSimulated: fleet.Broker.Host is null, FormationReports.Signals(fleet, run));
        if (learning.IsAgain)
        {
            context.Console.MarkupLineInterpolated(
                $"[grey]Its rovers are simulated: they drive again from the first period, which ends with the same bits.[/]");
        }

        run = run with { Periods = learning.PeriodsLeft(options.Learner.Samples) };
        FormationSummary? summary = null;
        FormationLearning? driven = null;
        TrainingResult? result = null;
        void Began(FormationLearning began)
        {
            driven = began;
            learning.Follow(began);
        }

        var json = await folder.KeepAsync(
            async () => summary = await DriveAsync(context, fleet, run, learning, Began),
            end =>
            {
                result = learning.Complete(driven, isWhole: !end.IsEarly);
                if (!end.IsEarly && learning.Lost is { } lost)
                {
                    throw new MaeException(
                        ExitCode.Partial, "MAE518",
                        $"The rovers drove to the end, but what they learned could not be kept: {lost.Message.TrimEnd('.')}.",
                        $"Make room, then go on from the last checkpoint: mae {LiveLearningOptions.Verb} --resume {folder.Run.Path}", lost);
                }

                var report = new FormationTrainingReport(
                    run.Scenario, result, folder.Run.PathOf(LiveLearningRun.Experience), options.Rounds, options.Learner.Seed,
                    FormationReports.Signals(fleet, run)) { IsPaperExample = IsPaperExample(fleet) };
                TrainingReports.Write(
                    folder.Run, report, end, "Formation: learned while driving", options.Rounds, options.Learner.Seed,
                    options.Learner.Update,
                    ("samples", $"{learning.Learner.Samples} learned, {learning.Learner.Skipped} skipped"),
                    ("pushes", $"{learning.Pushes}, every {options.Learner.PushEvery} periods"),
                    ("transport",
                        summary is null
                            ? "none"
                            : summary.Broker is null ? summary.Transport
                            : $"{summary.Transport}, broker {summary.Broker}"),
                    ("messages at the coordinator", (summary?.MessagesTotal ?? 0).ToString(CultureInfo.InvariantCulture)));
                if (result is null || summary is null)
                    return Early(options, learning, watch.Elapsed, folder.Run.Path);
                folder.Run.Write("theta.json", TrainingJson.Theta(result));
                foreach (var (rover, bytes) in FormationSetup.ParameterSets(
                    run, agent => learning.Learner.ParametersOf(agent, result.Theta), driven!.Version))
                    folder.Run.Write($"{rover}.v{driven.Version}.maep", bytes);
                var results = Result(options, learning, summary, result, watch.Elapsed, folder.Run.Path);
                TurnoutJson.Add(results, summary.Turnout);
                return results;
            },
            () => Close(context, learning, result, summary, folder.Run),
            LiveLearningOptions.Verb);
        return new VerbResult(json, TurnoutJson.CodeOf(summary!.Turnout));
    }

    private TrainingFolder Begin(ParseResult parse, VerbContext context)
    {
        var file = common.Apply(parse, fleetOptions.Load(parse));
        var given = common.Given(parse);
        var defaults = new LiveLearnerOptions();
        var options = new LiveLearningOptions(
            parse.GetValue(fleetOptions.Fleet),
            parse.GetValue(fleetOptions.Broker),
            given.InProcess,
            given.Client,
            file.RoundsPerPeriod,
            file.Negotiation,
            defaults with
            {
                Seed = (ulong)file.Seed,
                Samples = parse.GetValue(samples) ?? defaults.Samples,
                PushEvery = parse.GetValue(pushEvery) ?? defaults.PushEvery,
                Update = UpdateRules.Of(parse.GetValue(update)) ?? defaults.Update,
            });
        return TrainingFolder.Create(common.Runs(parse), "learn-formation", options.Begin(), context);
    }

    private void Check(ParseResult parse, LiveLearningOptions kept)
    {
        var given = common.Given(parse);
        if (given.Periods is not null)
            throw new MaeException(ExitCode.Usage, "MAE516", "--periods belongs to runs that do not learn.", "Say --samples instead.");
        foreach (var (name, now, before) in new (string, object?, object)[]
        {
            ("--samples", parse.GetValue(samples), kept.Learner.Samples),
            ("--push-every", parse.GetValue(pushEvery), kept.Learner.PushEvery),
            ("--update", parse.GetValue(update), UpdateRules.NameOf(kept.Learner.Update)),
            ("--seed", given.Seed, (int)kept.Learner.Seed),
            ("--rounds", given.Rounds, kept.Rounds),
            ("--negotiation", given.Negotiation, kept.Negotiation),
        })
            Resumed.Check(name, now, before);
    }

    private (FleetFile Fleet, FormationRunOptions Run) Setup(ParseResult parse, LiveLearningOptions options)
    {
        var fleet = FleetOptions.Load(options.FleetFile, options.Broker) with { RoundsPerPeriod = options.Rounds,
            Negotiation = options.Negotiation, Seed = (int)options.Learner.Seed };
        return (fleet, FleetScenario.Options(fleet) with
        {
            PushSecondVersion = false,
            InProcess = options.InProcess,
            Client = options.Client,
            Pace = common.Pace(parse, fleet.PeriodS),
        });
    }

    // What a fleet file of one's own describes is another problem, and no figure of the paper's belongs beside it.
    private static bool IsPaperExample(FleetFile fleet) =>
        fleet.Rovers.SequenceEqual(RoverEntry.PaperS1) && fleet.Distances.SequenceEqual(new FleetFile().Distances);

    private static Task<FormationSummary> DriveAsync(
        VerbContext context, FleetFile fleet, FormationRunOptions options, LiveLearningRun learning, Action<FormationLearning> began)
    {
        var couplings = fleet.Distances.Select(row => $"{row.From} – {row.To}").ToList();
        var limits = fleet.Rovers.Select(rover => (rover.PositionMinM, rover.PositionMaxM)).ToList();
        var info = new RunInfo(
            $"{fleet.Rovers.Count} rovers learn while they drive", options.Periods, options.PeriodS,
            options.InProcess ? "in-process link" : "MQTT", couplings, limits, FormationReports.Signals(fleet, options));
        return RunViews.WatchAsync(context, info, view => Task.Run(
            () =>
            {
                if (fleet.Broker.Host is not null)
                {
                    var live = new LiveFormation(fleet, options, learning.Learner, learning.FirstVersion);
                    live.PeriodDone += view.Show;
                    live.Said += view.Note;
                    live.LearningBegan += began;
                    return live.Execute(context.Cancellation);
                }

                using var run = new FormationRun(options, learning.Learner, learning.FirstVersion);
                run.PeriodDone += view.Show;
                run.Said += view.Note;
                run.LearningBegan += began;
                return run.Execute(context.Cancellation);
            },
            CancellationToken.None));
    }

    // Of a run that ended before its last period: it was not evaluated.
    private static JsonObject Early(LiveLearningOptions options, LiveLearningRun learning, TimeSpan elapsed, string folder) => new()
    {
        ["seed"] = options.Learner.Seed,
        ["samples"] = options.Learner.Samples,
        ["samples_learned"] = learning.Learner.Samples,
        ["samples_skipped"] = learning.Learner.Skipped,
        ["pushes"] = learning.Pushes,
        ["versions"] = learning.Versions(),
        ["seconds"] = JsonText.Number(elapsed.TotalSeconds),
        ["run_dir"] = folder,
    };

    private static JsonObject Result(
        LiveLearningOptions options, LiveLearningRun learning, FormationSummary summary, TrainingResult result, TimeSpan elapsed,
        string folder) => new()
        {
            ["transport"] = summary.Transport,
            ["broker"] = summary.Broker,
            ["client"] = summary.Client,
            ["seed"] = options.Learner.Seed,
            ["samples"] = options.Learner.Samples,
            ["rounds_per_period"] = options.Rounds,
            ["update"] = UpdateRules.NameOf(options.Learner.Update),
            ["push_every_periods"] = options.Learner.PushEvery,
            ["samples_learned"] = learning.Learner.Samples,
            ["samples_skipped"] = learning.Learner.Skipped,
            [
                "samples_skipped_because"] = new JsonObject(
                    learning.Learner.SkippedBecause.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
            ["pushes"] = learning.Pushes,
            ["rollbacks"] = result.Rollbacks,
            ["td_error_abs_mean_last_1000"] = JsonText.Number(result.TdErrorAbsMeanLast),
            ["stage_cost_first_1000"] = JsonText.Number(result.StageCostFirst),
            ["stage_cost_last_1000"] = JsonText.Number(result.StageCostLast),
            ["violation_rate_last_1000"] = JsonText.Number(result.ViolationRateLast),
            ["coupling_error_abs_mean_m"] = JsonText.Array(result.CouplingErrorAbsMeanM),
            ["evaluation"] = TrainingJson.Evaluations(result),
            ["versions"] = learning.Versions(),
            ["parameter_version"] = summary.ParameterVersion,
            ["rounds_incomplete"] = summary.RoundsIncomplete,
            ["deadline_misses"] = summary.DeadlineMisses,
            ["messages_total"] = summary.MessagesTotal,
            ["seconds"] = JsonText.Number(elapsed.TotalSeconds),
            ["run_dir"] = folder,
        };

    private static void Close(
        VerbContext context, LiveLearningRun learning, TrainingResult? result, FormationSummary? summary, RunFolder run)
    {
        if (summary?.Turnout.Sentence is { } missing)
            context.Console.MarkupLineInterpolated($"[red]{missing}[/]");
        if (result is not null && !learning.IsSame)
        {
            context.Console.MarkupLineInterpolated(
                $"[yellow]It did not come by the checkpoint that it had left: another program, another machine, or a message was lost.[/]");
        }

        if (result is not null)
            context.Console.Write(TrainingReports.Table(result, "learned while driving"));
        context.Console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"Learned from {learning.Learner.Samples} periods, {learning.Learner.Skipped} skipped, {learning.Pushes} pushes, {learning.Rollbacks} rolled back.");
        foreach (var (why, count) in learning.Learner.SkippedBecause.OrderByDescending(entry => entry.Value).Take(3))
            context.Console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"Skipped {count}: {why}.");
        context.Console.MarkupLineInterpolated($"Report: [bold]{run.PathOf("report.html")}[/]");
    }
}
