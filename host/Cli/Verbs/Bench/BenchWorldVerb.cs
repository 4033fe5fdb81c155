using System.Globalization;
using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Worlds.Particles;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Replays recorded episodes of the reference particle world, or measures how fast ours is.</summary>
public sealed class BenchWorldVerb : Verb
{
    private readonly Option<string?> traces = new(
        "--traces") { Description = "Recorded episodes to replay and compare with (JSON)", HelpName = "FILE" };
    private readonly Option<string?> variant = new(
        "--variant") {
            Description = "Physics and reward to replay by: " + string.Join(", ", ParticleTraceFile.Variants)
                + " (default: as the file says)" };
    private readonly Option<int?> agents = NumberOption.Int("--agents", "Agents and landmarks (default 3)", 2, 64);
    private readonly Option<int?> environments = NumberOption.Int(
        "--environments", "Environments stepped together (default 256)", 1, 100_000);
    private readonly Option<double?> seconds = NumberOption.Double("--seconds", "Time to measure for (default 2)", 0.05, 600, "SECONDS");

    public BenchWorldVerb() => variant.AcceptOnlyFromAmong([.. ParticleTraceFile.Variants]);

    public override string Name => "world";

    public override string Summary => "Replay recorded episodes of the particle world, or measure its steps per second.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench world", "steps per second on one core, plain and with sorted observations"),
        ("mae bench world --traces traces.json --json",
            "the greatest difference from recorded positions, velocities, observations and rewards"),
    ];

    public override IEnumerable<Symbol> Symbols => [traces, variant, agents, environments, seconds];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context) =>
        Task.FromResult(new VerbResult(parse.GetValue(traces) is { } file ? Replay(file, parse, context) : Measure(parse, context)));

    private JsonObject Replay(string file, ParseResult parse, VerbContext context)
    {
        if (new Option[] { agents, environments, seconds }.FirstOrDefault(
            option => parse.GetResult(option) is { Implicit: false }) is { } measures)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE525", $"{measures.Name} is for measuring the speed; recorded episodes have their own sizes.",
                $"Leave out {measures.Name} or --traces.");
        }

        const string next = "Correct the file; the README of host/Worlds/Particles has its format.";
        if (InputFile.Missing(file) is { } missing)
            throw new MaeException(ExitCode.Configuration, "MAE520", missing, next);
        IReadOnlyList<ParticleTrace> episodes;
        try
        {
            episodes = ParticleTraceFile.Read(file, parse.GetValue(variant));
        }
        catch (ParticleTraceException error)
        {
            throw new MaeException(ExitCode.Configuration, "MAE520", error.Message, next, error);
        }

        var errors = episodes.Select(ParticleTraceReplay.Run).Aggregate(ParticleTraceErrors.None, (all, one) => all.And(one));
        string[] variants = [.. episodes.Select(episode => episode.Variant).Distinct()];
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{errors.Steps} steps of {errors.Episodes} episodes by the rules of {string.Join(", ", variants)}; greatest difference of "
            + $"positions {errors.PositionMax:0.0e+0} m, velocities {errors.VelocityMax:0.0e+0} m/s, observations "
            + $"{errors.ObservationMax:0.0e+0}, rewards {errors.RewardMax:0.0e+0}"));
        return new JsonObject
        {
            ["variants"] = JsonText.Array(variants),
            ["episodes"] = errors.Episodes,
            ["steps"] = errors.Steps,
            ["position_error_max"] = JsonText.Number(errors.PositionMax),
            ["velocity_error_max"] = JsonText.Number(errors.VelocityMax),
            ["observation_error_max"] = JsonText.Number(errors.ObservationMax),
            ["reward_error_max"] = JsonText.Number(errors.RewardMax),
        };
    }

    private JsonObject Measure(ParseResult parse, VerbContext context)
    {
        if (parse.GetValue(variant) is not null)
            throw new MaeException(ExitCode.Usage, "MAE525", "--variant is for recorded episodes.", "Add --traces FILE or leave it out.");
        var n = parse.GetValue(agents) ?? 3;
        var together = parse.GetValue(environments) ?? 256;
        var (plain, sorted) = ParticleBench.Run(n, together, parse.GetValue(seconds) ?? 2.0, 1, context.Cancellation);
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{n} agents, {together} environments on one core: {plain / 1e6:0.00} million steps/s with rewards, {sorted / 1e6:0.00} "
            + $"million with sorted observations too"));
        return new JsonObject
        {
            ["agents"] = n,
            ["environments"] = together,
            ["env_steps_per_s"] = JsonText.Number(plain),
            ["env_steps_sorted_per_s"] = JsonText.Number(sorted),
        };
    }
}
