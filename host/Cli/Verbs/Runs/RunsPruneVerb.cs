using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Removes runs by number, age and size.</summary>
public sealed class RunsPruneVerb : Verb
{
    private readonly Option<int?> keep = NumberOption.Int("--keep", "The newest N stay in any case", 0, 1_000_000);
    private readonly Option<string?> olderThan = new(
        "--older-than") { Description = "Only those begun longer ago: 90s, 30m, 12h, 7d, 4w", HelpName = "AGE" };
    private readonly Option<string?> largerThan = new(
        "--larger-than") { Description = "Only those larger: 500k, 100M, 2G", HelpName = "SIZE" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Say what would go, remove nothing" };
    private readonly Option<string> runs = CommonOption.Runs();

    public RunsPruneVerb()
    {
        olderThan.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && RunText.Age(token.Value) is null)
                result.AddError($"--older-than takes an age such as 90s, 30m, 12h, 7d or 4w, not \"{token.Value}\".");
        });
        largerThan.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && RunText.Bytes(token.Value) is null)
                result.AddError($"--larger-than takes a size such as 500k, 100M or 2G, not \"{token.Value}\".");
        });
    }

    public override string Name => "prune";

    public override string Summary => "Remove runs by number, age and size; what is in progress stays.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae runs prune --keep 20 --dry-run", "what would go if the newest 20 stayed"),
        ("mae runs prune --older-than 7d", "all that is older than a week"),
        ("mae runs prune --older-than 1d --larger-than 50M --keep 3", "large ones from before yesterday, but never the newest three"),
    ];

    public override IEnumerable<Symbol> Symbols => [keep, olderThan, largerThan, dryRun, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var (age, size) = (parse.GetValue(olderThan) is { } old ? RunText.Age(old) : null,
            parse.GetValue(largerThan) is { } large ? RunText.Bytes(large) : null);
        if (parse.GetValue(keep) is null && age is null && size is null)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE573", "Nothing says which runs are to go.",
                "Give --keep N, --older-than AGE or --larger-than SIZE; with --dry-run it only says what would go.");
        }

        var before = DateTimeOffset.UtcNow - (age ?? TimeSpan.Zero);
        var chosen = new RunCatalog(parse.GetRequiredValue(runs)).Entries().Skip(parse.GetValue(keep) ?? 0)
            .Where(entry => (age is null || entry.StartedUtc < before) && (size is null || entry.SizeBytes > size))
            .ToLookup(entry => entry.State == RunEntry.Running);
        return Task.FromResult(RunsRemoveVerb.Remove(context, [.. chosen[false]], [.. chosen[true]], parse.GetValue(dryRun)));
    }
}
