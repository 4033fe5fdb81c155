using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions.Rewards;
using MultiAgentEdge.Host.Training.Rewards;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Bounds (12), (15) and (16) of paper S2 for one task, from measured quantities, with weights that keep to them.</summary>
public sealed class RewardTaskVerb(RewardTask task) : Verb
{
    private readonly Option<int?> agents = NumberOption.Int("--agents", $"Agents (default {task.Agents})", 2, Math.Max(2, task.MostAgents));
    private readonly Option<double?> alpha = NumberOption.Double("--alpha", "Reward for the terminal condition (default 10)", 1e-6, 1e6);
    private readonly Option<double?> gamma = NumberOption.Double(
        "--gamma", "Discount of the minimum-time problems (default 0.99)", 1e-3, 0.999999);
    private readonly Option<int?> horizon = NumberOption.Int("--horizon", "T, steps of an episode (default: the task's)", 1, 100_000);
    private readonly Option<int?> slowest = NumberOption.Int(
        "--slowest-step", "T-bar: slowest step of a policy without state constraint", 1, 100_000);
    private readonly Option<double?> cost = NumberOption.Double(
        "--largest-cost", "C-bar: largest cost of a policy that keeps all constraints", 1e-9, 1e9);
    private readonly Option<double?> guidance = NumberOption.Double(
        "--guidance-bound", "G: no guidance is below -G (default: the task's)", 1e-9, 1e9);
    private readonly Option<double?> greatest = NumberOption.Double(
        "--guidance-maximum", "The greatest guidance of any state (default: the task's)", -1e9, 1e9);
    private readonly Option<string?> form = new(
        "--form") { Description = "paper: constraints are kept; strict: and faster is always better (default paper)",
            HelpName = "paper|strict" };
    private readonly Option<string[]> policy = new(
        "--policy") { Description = "Run folder to measure T-bar, C-bar and G on; of several the last one counts for what it measures",
            HelpName = "RUN" };
    private readonly Option<double?> penalty = NumberOption.Double("--kp", "A penalty weight to check", 0, 1e9);
    private readonly Option<double?> guidanceWeight = NumberOption.Double("--kg", "A guidance weight to check", 0, 1e9);
    private readonly Option<double?> costWeight = NumberOption.Double("--kc", "A cost weight to check", -1e9, 1e9);

    public override string Name => task.Name;

    public override string Summary => $"Weights of the {task.Name} task's reward.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ($"mae reward {task.Name}", "bounds of every weight, a sentence each, and weights near them"),
        ($"mae reward {task.Name} --kc -1.2 --kp 1.25", "say which bounds these weights break"),
        ($"mae reward {task.Name} --form strict --gamma 0.98 --json", "for a script"),
    ];

    public override IEnumerable<Symbol> Symbols =>
        [.. task.MostAgents > 1 ? new Symbol[] { agents, policy } : [], alpha, gamma, horizon, slowest, cost, guidance, greatest, form,
            penalty, guidanceWeight, costWeight];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var world = task.Create(
            task.MostAgents > 1 ? parse.GetValue(agents) ?? task.Agents : task.Agents, 250, parse.GetValue(horizon) ?? 0);
        var request = new RewardRequest(task, world)
        {
            Alpha = parse.GetValue(alpha) ?? 10.0,
            Gamma = parse.GetValue(gamma) ?? 0.99,
            Form = FormOf(parse.GetValue(form)),
            SlowestStep = parse.GetValue(slowest),
            LargestCost = parse.GetValue(cost),
            GuidanceBound = parse.GetValue(guidance),
            GuidanceMaximum = parse.GetValue(greatest),
            Policies = task.MostAgents > 1 ? parse.GetValue(policy) ?? [] : [],
            Penalty = parse.GetValue(penalty),
            Guidance = parse.GetValue(guidanceWeight),
            Cost = parse.GetValue(costWeight),
        };
        RewardAnswer answer;
        try
        {
            answer = request.Answer(context.Cancellation);
        }
        catch (RewardDesignException exception)
        {
            throw new MaeException(ExitCode.Configuration, "MAE532", exception.Message, exception.Remedy, exception);
        }

        Show(context.Console, answer);
        return Task.FromResult(new VerbResult(RewardJson.Of(answer)));
    }

    private static RewardForm FormOf(string? text) => text switch
    {
        null or "paper" => RewardForm.Paper,
        "strict" => RewardForm.Strict,
        _ => throw new MaeException(ExitCode.Usage, "MAE002", $"--form takes paper or strict, not \"{text}\".", "Type: mae reward --help"),
    };

    private static void Show(IAnsiConsole console, RewardAnswer answer)
    {
        foreach (var quantity in answer.Quantities)
            console.MarkupLineInterpolated($"{quantity.Name} = [bold]{WeightBound.Text(quantity.Value)}[/]  {quantity.Source}");
        foreach (var problem in answer.Problems)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{problem.Title}[/], {problem.Bounds[0].Equation} of paper S2");
            foreach (var bound in problem.Bounds)
                console.MarkupLineInterpolated($"  {bound.Range}  ({bound.Formula}): {bound.Reason}.");
            var w = problem.Recommended;
            console.MarkupLineInterpolated(
                $"  near the bounds: alpha {WeightBound.Text(w.Alpha)}, k_p {WeightBound.NotBelow(w.Penalty)}, k_g {WeightBound.NotAbove(w.Guidance)}, k_c {WeightBound.NotBelow(w.Cost)}, gamma {WeightBound.Text(w.Gamma)}");
        }

        console.WriteLine();
        console.WriteLine(answer.Caveat);
        if (answer.CheckedAs is { } asked)
        {
            console.MarkupLineInterpolated(
                $"The weights given were checked as those of: {asked}{(answer.Warnings.Count == 0 ? "; they keep to every bound" : "")}.");
        }

        foreach (var warning in answer.Warnings)
            console.MarkupLineInterpolated($"[yellow]Warning MAE531[/] {warning}");
    }
}
