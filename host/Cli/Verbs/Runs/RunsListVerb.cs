using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Every run, newest first.</summary>
public sealed class RunsListVerb : Verb
{
    private readonly Option<int?> last = NumberOption.Int("--last", "So many of the newest (default: all)", 1, 1_000_000);
    private readonly Option<string?> search = new(
        "--search") { Description = "Only those with this text in name, verb, state or options", HelpName = "TEXT" };
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "list";

    public override string Summary => "List runs, newest first: verb, state, key figure, size.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae runs list --last 10", "the newest ten"), ("mae runs list --json", "all of them, as JSON")];

    public override IEnumerable<Symbol> Symbols => [last, search, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var catalog = new RunCatalog(parse.GetRequiredValue(runs));
        var all = catalog.Entries();
        var isNone = all.Count == 0;
        if (parse.GetValue(search) is { } text)
            all = [.. all.Where(entry => entry.Mentions(text))];
        var shown = all.Take(parse.GetValue(last) ?? int.MaxValue).ToList();
        if (isNone)
            context.Console.WriteLine($"There are no runs in {catalog.Root}. Make one: mae demo");
        else if (all.Count == 0)
            context.Console.WriteLine($"No run in {catalog.Root} mentions that.");
        else
            Show(context, all, shown);
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["folder"] = catalog.Root,
            ["count"] = all.Count,
            ["size_bytes"] = all.Sum(entry => entry.SizeBytes),
            ["runs"] = new JsonArray([.. shown.Select(entry => (JsonNode)entry.ToJson())]),
        }));
    }

    private static void Show(VerbContext context, IReadOnlyList<RunEntry> all, IReadOnlyList<RunEntry> shown)
    {
        var table = new FittedTable("run", "verb", "state", "size", "key figure").Optional("verb").Optional("key figure");
        foreach (var entry in shown)
            table.Add(entry.Name, entry.Verb, entry.State.Replace('_', ' '), RunText.Size(entry.SizeBytes), entry.FigureText);
        table.Write(context.Console);
        context.Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{all.Count} runs, {RunText.Size(all.Sum(entry => entry.SizeBytes))}."));
    }
}
