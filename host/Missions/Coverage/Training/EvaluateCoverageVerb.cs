using System.Globalization;
using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Coverage.Run;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Training.Coverage;
using Spectre.Console;

namespace MultiAgentEdge.Host.Missions.Coverage.Training;

/// <summary>Drives any number of agents by a trained policy through new episodes.</summary>
public sealed class EvaluateCoverageVerb : Verb
{
    private readonly Option<string> policy = new(
        "--policy") { Description = "Run folder of a training", HelpName = "RUN_DIR", Required = true };
    private readonly Option<int?> agents = NumberOption.Int(
        "--agents", "Agents and landmarks, K (default: as many as were trained)", 2, 64);
    private readonly Option<int?> episodes = NumberOption.Int("--episodes", "Episodes (default 4096)", 1, 10_000_000);
    private readonly Option<double?> range = NumberOption.Double(
        "--range", "Distance to which other agents are seen, m (default: without limit)", 0.001, 1e6, "METRES");
    private readonly Option<string?> memory = new(
        "--memory") { Description = "on (default): what left the range is shown where it was last seen; off: it is not shown" };
    private readonly Option<bool> int8 = new("--int8") { Description = "Weights rounded to int8, as a small board runs them" };
    private readonly Option<int?> seed = NumberOption.Int("--seed", "Of the starts", 0, int.MaxValue);

    private readonly Option<bool> report = new(
        "--report") { Description = "Write a page with the figures and the first episode as an animation into a run folder" };
    private readonly Option<string> runs = CommonOption.Runs();

    public EvaluateCoverageVerb() => memory.AcceptOnlyFromAmong("on", "off");

    public override string Name => "coverage";

    public override string Summary => "Drive a team by a trained policy through new episodes: return, violations, steps, moves.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae evaluate coverage --policy runs/20260401T120000Z-train-coverage-1 --agents 7", "as many as you like"),
        ("mae evaluate coverage --policy runs/20260401T120000Z-train-coverage-1 --range 0.6 --memory off --json",
            "agents that see 0.6 m far and forget"),
        ("mae evaluate coverage --policy runs/20260401T120000Z-train-coverage-1 --int8", "as a small board runs it"),
        ("mae evaluate coverage --policy runs/20260401T120000Z-train-coverage-1 --agents 7 --report", "with a page that shows them drive"),
    ];

    public override IEnumerable<Symbol> Symbols => [policy, agents, episodes, range, memory, int8, seed, report, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var folder = CoveragePolicyFolder.Read(parse.GetRequiredValue(policy));
        var rounded = parse.GetValue(int8);
        var options = new CoverageEvaluationOptions { Agents = parse.GetValue(agents) ?? folder.Model.Agents,
            Memory = parse.GetValue(memory) != "off" };
        options = options with
        {
            Episodes = parse.GetValue(episodes) ?? options.Episodes,
            RangeM = parse.GetValue(range) ?? options.RangeM,
            Seed = parse.GetValue(seed) is { } number ? (ulong)number : options.Seed,
        };
        if (folder.Policies.Count > 1 && folder.Policies.Count != options.Agents)
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE542",
                $"{folder.Model.Algorithm} trained {folder.Policies.Count} actors, each for its own agent; they cannot drive "
                + $"{options.Agents}.",
                $"Take --agents {folder.Policies.Count}, or a policy of maddpg-scope, which drives any number.");
        }

        CoverageCrowd.Refuse(options.Agents, folder.Model.InitialSeparationM);
        var policies = folder.Policies.Select(one => rounded ? one.Quantise() : one).ToArray();
        var evaluation = new CoverageEvaluation(folder.Model, [.. policies.Select(CoverageActors.Network)], options);
        var watch = Stopwatch.StartNew();
        var figures = evaluation.Run(context.Cancellation);
        var json = Json(parse.GetRequiredValue(policy), folder.Model, options, rounded, figures);
        var seconds = watch.Elapsed.TotalSeconds;
        json["env_steps_per_s"] = JsonText.Number((double)figures.Episodes * folder.Model.EpisodeSteps / seconds);
        // The same keys as of a training; nothing learns here.
        json["updates_per_s"] = 0;
        json["actor_parameters"] = policies[0].ParameterCount;
        json["actor_bytes"] = policies[0].ParameterBytes;
        json["seconds"] = JsonText.Number(seconds);
        json["run_dir"] = Path.GetFullPath(parse.GetRequiredValue(policy));
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Agents} agents by {folder.Model.Algorithm} trained with {folder.Model.Agents}{(rounded ? ", int8" : "")}: return "
            + $"{figures.ReturnMean:0.00} +- {figures.ReturnStd:0.00} over {figures.Episodes} episodes"));
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"terminal violations {figures.TerminalViolationRate:P2}, state violations {figures.StateViolationRate:P2}, "
            + $"{figures.TimeStepsMean:0.0} steps and {figures.ActionsMean:0.0} moves to cover"));
        if (parse.GetValue(report))
        {
            var header = new RunHeader("evaluate coverage", new JsonObject
            {
                ["policy"] = parse.GetRequiredValue(policy),
                ["agents"] = options.Agents,
                ["episodes"] = options.Episodes,
                ["range_m"] = JsonText.Number(options.RangeM),
                ["memory"] = options.Memory,
                ["int8"] = rounded,
            })
            { Seed = options.Seed };
            using var journal = RunJournal.Begin(parse.GetRequiredValue(runs), "evaluate-coverage", header, context);
            var run = journal.Folder;
            run.Write(
                "report.html",
                CoverageEvaluationReport.Page(
                    parse.GetRequiredValue(policy), folder.Model, options, rounded, figures, evaluation.Record()));
            json["report"] = run.PathOf("report.html");
            journal.Complete(json);
            context.Console.MarkupLineInterpolated($"Report: [bold]{run.PathOf("report.html")}[/]");
        }

        return Task.FromResult(new VerbResult(json));
    }

    private static JsonObject Json(
        string folder, CoverageModel model, CoverageEvaluationOptions options, bool int8, CoverageFigures figures)
    {
        var json = new JsonObject
        {
            ["policy"] = folder,
            ["algorithm"] = model.Algorithm,
            ["agents_trained"] = model.Agents,
            ["agents"] = options.Agents,
            ["range_m"] = JsonText.Number(options.RangeM),
            ["memory"] = options.Memory ? "on" : "off",
            ["int8"] = int8,
        };
        CoverageJson.Add(json, figures);
        return json;
    }
}
