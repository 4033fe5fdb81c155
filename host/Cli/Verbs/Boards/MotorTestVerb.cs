using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Cli.Boards;
using MultiAgentEdge.Host.Commands;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Turns each wheel by itself and says what is wired wrong. Exit 0: all well; 6: something is not.</summary>
public sealed class MotorTestVerb : Verb
{
    private readonly BoardPort board = new();
    private readonly Option<int?> duty = NumberOption.Int("--duty-permille", "Duty of the test (default 400)", 100, 1000);

    public override string Name => "motor-test";

    public override string Summary => "Turn each wheel forward and back, read the encoders, and name what is wired wrong.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae motor-test --port /dev/ttyUSB1", "the rover on a block, wheels in the air"),
            ("mae motor-test --port sim", "try it without a rover")];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.EachAnswer;

    public override IEnumerable<Symbol> Symbols => [.. board.Symbols, duty];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var permille = parse.GetValue(duty) ?? 400;
        if (board.IsDryRun(parse))
        {
            return Task.FromResult(
                DryRun.Say(
                    context,
                    $"turn the left wheel, then the right, forward and back at {permille} permille for 0.6 s each, and read the encoders"));
        }

        return Task.FromResult(board.Run(parse, context, (console, _) =>
        {
            var results = MotorTest.Run(console, permille);
            var tests = new JsonArray();
            foreach (var (motor, run, verdict) in results)
            {
                context.Console.WriteLine($"{motor,-14} left {run.LeftTicks,6} ticks, right {run.RightTicks,6} ticks: {verdict}");
                tests.Add(
                    new JsonObject { ["motor"] = motor, ["left_ticks"] = run.LeftTicks, ["right_ticks"] = run.RightTicks,
                        ["verdict"] = verdict });
            }

            var good = results.All(result => result.Verdict == "ok");
            return new VerbResult(
                new JsonObject { ["duty_permille"] = permille, ["ok"] = good, ["tests"] = tests }, good ? ExitCode.Ok : ExitCode.Partial);
        }));
    }
}
