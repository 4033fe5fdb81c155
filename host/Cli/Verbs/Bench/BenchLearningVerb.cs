using System.Globalization;
using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Coverage.Training;
using MultiAgentEdge.Host.Training.Coverage;
using MultiAgentEdge.Host.Training.Maddpg;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>How fast training runs on one core, and what one decision of the actor takes.</summary>
public sealed class BenchLearningVerb : Verb
{
    private readonly Option<int?> agents = NumberOption.Int("--agents", "Agents to train (default 3)", 2, 64);
    private readonly Option<int?> actorUnits = NumberOption.Int(
        "--actor-units", "Neurons of each hidden layer of the actor (default 64)", 1, 256);
    private readonly Option<double?> seconds = NumberOption.Double("--seconds", "Time to measure for (default 5)", 0.05, 600, "SECONDS");

    public override string Name => "learning";

    public override string Summary =>
        "Train coverage for a few seconds: environment steps and updates per second on one core, ns an inference.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae bench learning", "three agents, batches of 1024"), ("mae bench learning --agents 5 --json", "five agents, figures as JSON")];

    public override IEnumerable<Symbol> Symbols => [agents, actorUnits, seconds];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var n = parse.GetValue(agents) ?? 3;
        var time = parse.GetValue(seconds) ?? 5.0;
        var result = LearningBench.Run(n, parse.GetValue(actorUnits) ?? 64, time, context.Cancellation);
        var policy = CoverageActors.Policies(result.Model)[0];
        var float32 = ActorBench.Run(CoverageActors.Network(policy), Math.Min(time, 1.0), context.Cancellation);
        var int8 = ActorBench.Run(CoverageActors.Network(policy.Quantise()), Math.Min(time, 1.0), context.Cancellation);
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{n} agents, batches of {result.Batch}: {result.Updates / result.Seconds:0} updates/s and "
            + $"{result.EnvironmentSteps / result.Seconds:0} environment steps/s by the clock, {result.Updates / result.CpuSeconds:0} and "
            + $"{result.EnvironmentSteps / result.CpuSeconds:0} a CPU second"));
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"actor {string.Join("-", result.Model.Actors[0].Sizes)}, best of many rounds: {float32.Nanoseconds:0} ns an inference with "
            + $"float32 weights, {int8.Nanoseconds:0} ns with int8, {Math.Max(float32.AllocatedBytes, int8.AllocatedBytes):0.###} "
            + $"bytes allocated"));
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["agents"] = n,
            ["batch"] = result.Batch,
            ["env_steps_per_s"] = JsonText.Number(result.EnvironmentSteps / result.Seconds),
            ["updates_per_s"] = JsonText.Number(result.Updates / result.Seconds),
            ["env_steps_per_cpu_s"] = JsonText.Number(result.EnvironmentSteps / result.CpuSeconds),
            ["updates_per_cpu_s"] = JsonText.Number(result.Updates / result.CpuSeconds),
            ["actor_inference_ns"] = JsonText.Number(float32.Nanoseconds),
            ["actor_int8_inference_ns"] = JsonText.Number(int8.Nanoseconds),
            ["actor_inference_allocated_bytes"] = JsonText.Number(Math.Max(float32.AllocatedBytes, int8.AllocatedBytes)),
            ["seconds"] = JsonText.Number(result.Seconds),
        }));
    }
}
