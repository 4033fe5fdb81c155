using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>Trains a team on the coverage task (papers S2 and S3).</summary>
public sealed class TrainCoverageVerb : Verb
{
    private readonly Option<string?> algorithm = new(
        "--algorithm") {
            Description = "Learner: " + string.Join(", ", CoverageTrainers.Names) + " (default " + CoverageTrainers.Names[0] + ")" };
    private readonly Option<string?> objective = new("--objective") { Description = "minimum-time or minimum-action, the default (mappo)" };
    private readonly Option<string?> reward = new(
        "--reward") { Description = "designed (default) or original: what is learned from (mappo)" };
    private readonly Option<string?> form = new("--form") { Description = "paper (default) or strict: the bounds of the weights (mappo)" };
    private readonly Option<double?> penaltyScale = NumberOption.Double(
        "--kp-scale", "Ablation: the penalty weight times this (mappo)", 0, 1e6);
    private readonly Option<double?> guidanceScale = NumberOption.Double(
        "--kg-scale", "Ablation: the guidance weight times this (mappo)", 0, 1e6);
    private readonly Option<double?> costScale = NumberOption.Double("--kc-scale", "Ablation: the cost weight times this (mappo)", 0, 1e6);
    private readonly Option<bool> force = new("--force") { Description = "Take weights outside their bounds, with a warning (mappo)" };
    private readonly Option<int?> agents = NumberOption.Int("--agents", "Agents to train, N (default 3)", 2, 64);
    private readonly Option<int?> seed = NumberOption.Int("--seed", "Same seed, same bits (default 1)", 0, int.MaxValue);
    private readonly Option<double?> learningRate = NumberOption.Double(
        "--learning-rate", "Step of the networks' weights at first (default: the algorithm's)", 1e-9, 10);
    private readonly Option<int?> episodes = NumberOption.Int("--episodes", "Episodes to learn from (default: the paper's)", 4, 10_000_000);
    private readonly Option<int?> actorUnits = NumberOption.Int(
        "--actor-units", "Neurons of each hidden layer of the actor (default 64; 16 suits small boards)", 1, 256);
    private readonly Option<int?> smallestTeam = NumberOption.Int(
        "--smallest-team", "Train teams of this many up to N agents (maddpg-scope)", 2, 64);
    private readonly Option<int?> evaluate = NumberOption.Int(
        "--evaluate", "Episodes of the evaluation at the end (default 4096)", 1, 1_000_000);
    private readonly Option<string?> resume = new(
        "--resume") {
            Description = "Go on with a run that was stopped or killed; with more --episodes also with one that had come to its end",
            HelpName = "RUN_DIR" };
    private readonly Option<int?> checkpointEvery = NumberOption.Int(
        "--checkpoint-every", "Environment steps between checkpoints (default: a tenth of the run)", 1, int.MaxValue);
    private readonly Option<string> runs = CommonOption.Runs();

    public TrainCoverageVerb()
    {
        algorithm.AcceptOnlyFromAmong([.. CoverageTrainers.Names]);
        objective.AcceptOnlyFromAmong("minimum-time", "minimum-action");
        reward.AcceptOnlyFromAmong("designed", "original");
        form.AcceptOnlyFromAmong("paper", "strict");
    }

    public override string Name => "coverage";

    public override string Summary =>
        "Let a team learn to cover landmarks without colliding; any number of agents can be driven by what it learns.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae train coverage", "three agents, 25,000 episodes, shared actor with scope"),
        ("mae train coverage --agents 5 --seeds 1..4 --json", "four runs on all cores, figures as JSON"),
        ("mae train coverage --algorithm mappo --objective minimum-action",
            "designed rewards, four stages, the weights of each derived from the one before"),
        ("mae train coverage --actor-units 16", "an actor for small boards"),
        ("mae train coverage --resume runs/20260401T120000Z-train-coverage-1", "go on with a run that was stopped"),
        ("mae train coverage --resume runs/20260401T120000Z-train-coverage-1 --episodes 25000", "let a short one become a longer one"),
    ];

    public override IEnumerable<Symbol> Symbols =>
        [algorithm, objective, reward, form, penaltyScale, guidanceScale, costScale, force, agents, seed, episodes, learningRate, actorUnits,
            smallestTeam, evaluate, resume, checkpointEvery, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        using var run = parse.GetValue(resume) is { } folder ? Resume(parse, folder, context) : Start(parse, context);
        var result = await CoverageProgress.WatchAsync(context, watch => run.Run(seconds => watch(run, seconds), context.Cancellation));
        Close(context, result);
        return new VerbResult(result);
    }

    private CoverageTrainingRun Start(ParseResult parse, VerbContext context) => CoverageTrainingRun.Start(
        new CoverageTrainOptions
        {
            Algorithm = parse.GetValue(algorithm) ?? CoverageTrainers.Names[0],
            Objective = parse.GetValue(objective),
            Reward = parse.GetValue(reward),
            Form = parse.GetValue(form),
            PenaltyScale = parse.GetValue(penaltyScale),
            GuidanceScale = parse.GetValue(guidanceScale),
            CostScale = parse.GetValue(costScale),
            Force = parse.GetValue(force) ? true : null,
            Agents = parse.GetValue(agents) ?? 3,
            Seed = parse.GetValue(seed) ?? 1,
            Episodes = parse.GetValue(episodes),
            LearningRate = parse.GetValue(learningRate),
            ActorUnits = parse.GetValue(actorUnits),
            SmallestTeam = parse.GetValue(smallestTeam),
            Evaluate = parse.GetValue(evaluate) ?? 4096,
        },
        parse.GetRequiredValue(runs), parse.GetValue(checkpointEvery), context);

    private CoverageTrainingRun Resume(ParseResult parse, string folder, VerbContext context)
    {
        var run = CoverageTrainingRun.Resume(folder, parse.GetValue(episodes), context);
        var was = run.Options;
        foreach (var (name, asked, had) in new (string, object?, object?)[]
        {
            ("--algorithm", parse.GetValue(algorithm), was.Algorithm), ("--objective", parse.GetValue(objective), was.Objective),
            ("--reward", parse.GetValue(reward), was.Reward), ("--form", parse.GetValue(form), was.Form),
            ("--kp-scale", parse.GetValue(penaltyScale), was.PenaltyScale),
            ("--kg-scale", parse.GetValue(guidanceScale), was.GuidanceScale), ("--kc-scale", parse.GetValue(costScale), was.CostScale),
            ("--force", parse.GetValue(force) ? true : null, was.Force),
             ("--agents", parse.GetValue(agents), was.Agents),
            ("--seed", parse.GetValue(seed), was.Seed), ("--episodes", parse.GetValue(episodes), was.Episodes),
            ("--actor-units", parse.GetValue(actorUnits), was.ActorUnits),
            ("--smallest-team", parse.GetValue(smallestTeam), was.SmallestTeam),
            ("--learning-rate", parse.GetValue(learningRate), was.LearningRate),
            ("--evaluate", parse.GetValue(evaluate), was.Evaluate),
        })
        {
            try
            {
                Resumed.Check(name, asked, had);
            }
            catch (MaeException)
            {
                run.Dispose();
                throw;
            }
        }

        return run;
    }

    private static void Close(VerbContext context, JsonObject json)
    {
        string Text(string key, string format) => json[key]?.GetValue<double>().ToString(format, CultureInfo.InvariantCulture) ?? "-";
        var table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("seed", "return", "terminal violations", "state violations", "steps to cover", "moves", "seconds")
            .AddRow(
                $"{json["seed"]}", Text("return_mean", "0.00"), Text("terminal_violation_rate", "P2"), Text("state_violation_rate", "P2"),
                Text("time_steps_mean", "0.0"), Text("actions_mean", "0.0"), Text("seconds", "0"));
        context.Console.Write(table);
        foreach (var warning in json["warnings"]!.AsArray())
            context.Console.MarkupLineInterpolated($"[yellow]Warning[/] {warning!.GetValue<string>()}");
        // Not in the table: a path that is cut into lines cannot be copied.
        context.Console.WriteLine($"Report of seed {json["seed"]}: {Path.Combine(json["run_dir"]!.GetValue<string>(), "report.html")}");
    }
}
