using System.Globalization;
using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Formation.Faults;
using MultiAgentEdge.Host.Missions.Formation.Run;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What a fleet does while host, broker and rovers freeze and messages come late or not at all. Exit 1 where a bound was left or a
/// fleet did not recover.</summary>
public sealed class BenchFaultsVerb : Verb
{
    private readonly Option<int?> seed = NumberOption.Int(
        "--seed", "Of fleets and faults: another seed, other schedules (default 1)", 0, int.MaxValue);
    private readonly Option<int?> runs = NumberOption.Int("--runs", "Schedules to drive through (default 50)", 1, 1_000_000);
    private readonly Option<string> bodies = new("--bodies")
    {
        Description = "rover: wheels, encoders and the real drivers; linear: the paper's plants",
        DefaultValueFactory = _ => SimulatedBodies.Rover,
    };

    public BenchFaultsVerb() => bodies.AcceptOnlyFromAmong(SimulatedBodies.Rover, SimulatedBodies.Linear);

    public override string Name => "faults";

    public override string Summary =>
        "Freeze host, broker and rovers, delay and lose messages, at random: bounds left, input rate, recovery.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench faults", "50 schedules with wheeled rovers, each beside the same fleet without faults"),
        ("mae bench faults --seed 7 --runs 500 --bodies linear --json", "500 others with the paper's plants, figures as JSON"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromHours(1);

    public override IEnumerable<Symbol> Symbols => [seed, runs, bodies];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var kind = parse.GetRequiredValue(bodies);
        var count = parse.GetValue(runs) ?? 50;
        var stride = Math.Max(1, count / 10);
        var result = await Task.Run(() => FaultBench.Run(kind, (ulong)(parse.GetValue(seed) ?? 1), count, done =>
        {
            if (done % stride == 0 && done < count)
                context.Error.WriteLine($"{done} of {count} runs");
        }, context.Cancellation), CancellationToken.None);
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Runs} schedules, {kind} bodies: bounds left by {result.BoundViolationMaxM:0.###} m at most (beyond the undisturbed "
            + $"run and a margin of {result.BoundMarginM:0.##} m; {result.BoundExcessMaxM:0.###} m without it), largest change of an "
            + $"input {result.InputRateMax:0.###}, {result.RecoveredShare:P1} recovered, coupling error "
            + $"{result.CouplingErrorRatioMax:0.##} times the undisturbed run's at most, residual {result.ResidualMax:0.#} at most"));
        if (!result.IsSafe && result.Worst is { } worst)
            context.Console.WriteLine(FormattableString.Invariant($"worst: {string.Join(", ", worst.Schedule.Faults.Select(Describe))}"));
        return new VerbResult(
            new JsonObject
            {
                ["runs"] = result.Runs,
                ["bodies"] = kind,
                ["bound_violation_max_m"] = JsonText.Number(result.BoundViolationMaxM),
                ["bound_margin_m"] = JsonText.Number(result.BoundMarginM),
                ["bound_excess_max_m"] = JsonText.Number(result.BoundExcessMaxM),
                ["input_rate_max"] = JsonText.Number(result.InputRateMax),
                ["recovered_share"] = JsonText.Number(result.RecoveredShare),
                ["coupling_error_ratio_max"] = JsonText.Number(result.CouplingErrorRatioMax),
                ["residual_max"] = JsonText.Number(result.ResidualMax),
            },
            result.IsSafe ? ExitCode.Ok : ExitCode.Failed);
    }

    private static string Describe(FleetFault fault) => string.Create(
        CultureInfo.InvariantCulture,
        $"{fault.Kind}{(fault.Rover < 0 ? "" : $" of rover {fault.Rover + 1}")} at {fault.StartS:0.0} s for {fault.DurationS:0.0} "
        + $"s{(fault.Magnitude > 0 ? $" ({fault.Magnitude:0.##})" : "")}");
}
