using System.CommandLine;
using System.Globalization;
using MultiAgentEdge.Host.Bench;
using MultiAgentEdge.Host.Commands;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Solves folders of QPs, warm-started along their sequences.</summary>
public sealed class BenchSolverVerb : Verb
{
    private readonly Option<string?> problems = new(
        "--problems") { Description = "Folder of *.json problems (default: the samples that come with mae)", HelpName = "DIR" };
    private readonly Option<string> engine = new Option<string>(
        "--engine") { Description = "Solver: " + string.Join(", ", QpEngines.Names), DefaultValueFactory = _ => QpEngines.Names[0] };
    private readonly Option<double?> seconds = NumberOption.Double(
        "--seconds", "Time for each problem after warm-up (default 0.7)", 0.05, 600, "SECONDS");

    public BenchSolverVerb() => engine.AcceptOnlyFromAmong([.. QpEngines.Names]);

    public override string Name => "solver";

    public override string Summary => "Solve folders of quadratic programs: residual, iterations, times, bytes allocated.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench solver", "the sample problems: S1 and quadrotor hover"),
        ("mae bench solver --problems my-problems --json", "problems of your own, figures as JSON"),
        ("mae bench solver --engine osqp", "the same by OSQP, where that package was opted in"),
    ];

    public override IEnumerable<Symbol> Symbols => [problems, engine, seconds];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var options = new SolverBenchOptions { Engine = parse.GetRequiredValue(engine) };
        options = options with
        {
            Problems = parse.GetValue(problems) ?? options.Problems,
            SecondsPerProblem = parse.GetValue(seconds) ?? options.SecondsPerProblem,
        };
        var results = SolverBench.Run(
            options, result => context.Error.WriteLine($"{result.Name}: {result.Error?.Message ?? result.Status}"), context.Cancellation);
        var table = new Table()
            .Border(TableBorder.Minimal)
            .AddColumns("problem", "n", "m", "steps", "status", "KKT residual", "iterations", "max", "mean µs", "max µs", "bytes");
        foreach (var result in results)
        {
            table.AddRow(
                Markup.Escape(result.Name), Text(result.Variables), Text(result.Rows), Text(result.Steps), Markup.Escape(result.Status),
                result.KktResidual.ToString("0.0e+0", CultureInfo.InvariantCulture),
                result.IterationsMean.ToString("0.0", CultureInfo.InvariantCulture), Text(result.IterationsMax),
                Microseconds(result.SolveNsMean), Microseconds(result.SolveNsMax), Text(result.AllocatedBytes));
        }

        context.Console.Write(table);
        bool allRead = results.All(result => result.Error is null);
        return Task.FromResult(new VerbResult(SolverBench.ToJson(options, results), allRead ? ExitCode.Ok : ExitCode.Configuration));
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Microseconds(double nanoseconds) => (nanoseconds / 1000).ToString("0.00", CultureInfo.InvariantCulture);
}
