using System.Globalization;
using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Bench.Safety;
using MultiAgentEdge.Host.Commands;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Rovers that swap places through each other, with the board's safety filter or one of others. Exit 1 where ours let a rover
/// drive into another.</summary>
public sealed class BenchSafetyVerb : Verb
{
    private readonly Option<int?> agents = NumberOption.Int("--agents", "Rovers (default 8)", 2, SafetyBenchOptions.MostAgents);
    private readonly Option<int?> runs = NumberOption.Int("--runs", "Swaps, each from a seed of its own (default 200)", 1, 1_000_000);
    private readonly Option<double?> delay = NumberOption.Double(
        "--delay-periods", "Longest delay of a message, in control periods (default 2)", 0, 10, "PERIODS");
    private readonly Option<double?> loss = NumberOption.Double(
        "--loss", "Share of messages that are lost, in bursts of three (default 0.2)", 0, 0.95, "SHARE");
    private readonly Option<int?> seed = NumberOption.Int("--seed", "Seed (default 1)", 0, int.MaxValue);
    private readonly Option<string> filter = new("--filter")
    {
        Description = "What keeps them apart", DefaultValueFactory = _ => MotionFilters.Own,
    };
    private readonly Option<string> scene = new("--scene")
    {
        Description = "antipodal: across a circle of 1 m; random: anywhere in 3 by 3 m; both: by turns",
        DefaultValueFactory = _ => Word(SwapKind.Both),
    };

    private readonly Option<string> fault = new("--fault")
    {
        Description = "The first rover is dead, falls silent while it drives, or ignores everybody",
        DefaultValueFactory = _ => Word(SwapFault.None),
    };

    private readonly Option<int?> search = NumberOption.Int(
        "--search", "Also look for starts that end in a contact, so many tries a search (default 0)", 0, 100_000);

    public BenchSafetyVerb()
    {
        filter.AcceptOnlyFromAmong([.. MotionFilters.Names]);
        scene.AcceptOnlyFromAmong([.. Enum.GetValues<SwapKind>().Select(kind => Word(kind))]);
        fault.AcceptOnlyFromAmong([.. Enum.GetValues<SwapFault>().Select(kind => Word(kind))]);
    }

    public override string Name => "safety";

    public override string Summary =>
        "Let rovers swap places through each other, with late and lost messages: contacts, arrivals, and who caused what.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench safety", "200 swaps of eight rovers, messages up to two periods late and a fifth of them lost"),
        ("mae bench safety --agents 12 --runs 1000 --seed 7 --filter orca --json", "the same with another filter, figures for a script"),
        ("mae bench safety --agents 4 --fault silent", "one falls silent while it drives"),
        ("mae bench safety --agents 3 --runs 1 --search 1000", "an adversarial search for a start that ends in a contact"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromHours(1);

    public override IEnumerable<Symbol> Symbols => [agents, runs, delay, loss, seed, filter, scene, fault, search];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var options = new SafetyBenchOptions
        {
            Agents = parse.GetValue(agents) ?? 8,
            Runs = parse.GetValue(runs) ?? 200,
            DelayPeriods = parse.GetValue(delay) ?? 2,
            Loss = parse.GetValue(loss) ?? 0.2,
            Seed = (ulong)(parse.GetValue(seed) ?? 1),
            Filter = parse.GetRequiredValue(filter),
            Scene = Enum.Parse<SwapKind>(parse.GetRequiredValue(scene), ignoreCase: true),
            Fault = Enum.Parse<SwapFault>(parse.GetRequiredValue(fault), ignoreCase: true),
        };
        var stride = Math.Max(1, options.Runs / 10);
        var tries = parse.GetValue(search) ?? 0;
        var (result, found) = await Task.Run(
            () =>
            {
                var driven = SafetyBench.Run(options, done =>
                {
                    if (done % stride == 0 && done < options.Runs)
                        context.Error.WriteLine($"{done} of {options.Runs} runs");
                }, context.Cancellation);
                return (driven, tries > 0 ? StartSearch.Run(options, tries, context.Cancellation) : null);
            },
            CancellationToken.None);
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Runs} swaps of {options.Agents} rovers by {options.Filter}: {result.Contacts} contacts, "
            + $"{result.ContactsCaused} caused"));
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.ArrivedShare:P1} arrived in {options.LimitS:0} s, {result.TimeMeanS:0.0} s on average, nearest "
            + $"{1000 * result.ClearanceMinM:0} mm"));
        context.Console.WriteLine(FormattableString.Invariant($"{result.InterventionsMean:0} interventions a rover"));
        if (result.Worst.Count > 0)
            context.Console.WriteLine($"first runs with a contact that was caused: {string.Join(", ", result.Worst)}");
        if (found is not null)
        {
            context.Console.WriteLine(FormattableString.Invariant(
                $"search: {found.Tries} starts tried, {found.ContactsCaused} contacts caused, nearest {1000 * found.ClearanceMinM:0} mm"));
        }

        var json = new JsonObject
        {
            ["filter"] = options.Filter,
            ["agents"] = options.Agents,
            ["runs"] = result.Runs,
            ["contacts"] = result.Contacts,
            ["contacts_caused"] = result.ContactsCaused,
            ["arrived_share"] = JsonText.Number(result.ArrivedShare),
            ["clearance_min_m"] = JsonText.Number(result.ClearanceMinM),
            ["time_mean_s"] = JsonText.Number(result.TimeMeanS),
            ["interventions_mean"] = JsonText.Number(result.InterventionsMean),
        };
        if (found is not null)
        {
            json["search_tries"] = found.Tries;
            json["search_contacts_caused"] = found.ContactsCaused;
            json["search_clearance_min_m"] = JsonText.Number(found.ClearanceMinM);
        }

        var isOurs = options.Filter == MotionFilters.Own;
        return new VerbResult(json, isOurs && result.ContactsCaused + (found?.ContactsCaused ?? 0) > 0 ? ExitCode.Failed : ExitCode.Ok);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
