using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Removes runs by name.</summary>
public sealed class RunsRemoveVerb : Verb
{
    private readonly Argument<string[]> names = new(
        "RUN") { Description = "Names or paths of run folders", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Say what would go, remove nothing" };
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "remove";

    public override string Summary => "Remove runs, files and all; never one that is in progress.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae runs remove 20260401T120000Z-demo-1", "this one"),
            ("mae runs remove 20260401T120000Z-demo-1 --dry-run", "see what would go")];

    public override IEnumerable<Symbol> Symbols => [names, dryRun, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var catalog = new RunCatalog(parse.GetRequiredValue(runs));
        // All are looked up first: where one is not there or in progress, nothing goes.
        var entries = parse.GetRequiredValue(names).Select(catalog.Find).DistinctBy(entry => entry.Path).ToList();
        entries.ForEach(RunCatalog.Refuse);
        return Task.FromResult(Remove(context, entries, [], parse.GetValue(dryRun)));
    }

    /// <param name="spared">In progress: named, not touched.</param>
    internal static VerbResult Remove(VerbContext context, IReadOnlyList<RunEntry> entries, IReadOnlyList<RunEntry> spared, bool isDry)
    {
        foreach (var entry in entries)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (!isDry)
                RunCatalog.Remove(entry);
            context.Console.WriteLine($"{(isDry ? "would remove" : "removed")} {entry.Name}  {RunText.Size(entry.SizeBytes)}");
        }

        foreach (var entry in spared)
            context.Console.WriteLine($"{entry.Name} stays: it is in progress");
        var size = entries.Sum(entry => entry.SizeBytes);
        context.Console.WriteLine($"{entries.Count} runs, {RunText.Size(size)}{(isDry ? " would go" : "")}.");
        return new VerbResult(new JsonObject
        {
            ["dry_run"] = isDry,
            ["removed"] = new JsonArray([.. entries.Select(entry => (JsonNode)entry.ToJson())]),
            ["in_progress"] = JsonText.Array(spared.Select(entry => entry.Name)),
            ["size_bytes"] = size,
        });
    }
}
