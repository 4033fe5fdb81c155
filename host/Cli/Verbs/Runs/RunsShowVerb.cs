using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>One run: its options, results, files and page.</summary>
public sealed class RunsShowVerb : Verb
{
    // Longer values are in run.json, which is named.
    private const int LongestValue = 100;

    private readonly Argument<string?> run = new(
        "RUN") { Description = "Name or path of its folder (default: the newest)", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "show";

    public override string Summary => "Show one run: options, results, files and page.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae runs show", "the newest"), ("mae runs show 20260401T120000Z-demo-1 --json", "this one, with its whole run.json")];

    public override IEnumerable<Symbol> Symbols => [run, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var catalog = new RunCatalog(parse.GetRequiredValue(runs));
        var entry = parse.GetValue(run) is { } name
            ? catalog.Find(name)
            : catalog.Entries() is [var newest, ..]
                ? newest
                : throw new MaeException(ExitCode.Configuration, "MAE571", $"There are no runs in {catalog.Root}.", "Make one: mae demo");
        var files = new DirectoryInfo(entry.Path)
            .GetFiles()
            .Where(file => !file.Name.StartsWith('.'))
            .OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        var console = context.Console;
        console.MarkupLineInterpolated(
            $"[bold]{entry.Name}[/]  {entry.Verb}, {entry.State.Replace('_', ' ')}, {RunText.Size(entry.SizeBytes)}");
        foreach (var part in new[] { "options", "results", "error" })
            Show(console, part, entry.Document?[part]);
        console.WriteLine("files");
        foreach (var file in files)
            console.WriteLine($"  {file.Name}  {RunText.Size(file.Length)}");
        console.WriteLine(entry.Page is { } page ? $"Report: {page}" : "It has no page.");
        var json = entry.ToJson();
        json["files"] = new JsonArray(
                [.. files.Select(file => (JsonNode)new JsonObject { ["name"] = file.Name, ["size_bytes"] = file.Length })]);
        json["run"] = entry.Document?.DeepClone();
        return Task.FromResult(new VerbResult(json));
    }

    private static void Show(IAnsiConsole console, string part, JsonNode? values)
    {
        if (values is null)
            return;
        console.WriteLine(part);
        if (values is not JsonObject named)
        {
            console.WriteLine($"  {values}");
            return;
        }

        foreach (var (key, value) in named)
        {
            var text = value is JsonValue plain ? plain.ToString() : value?.ToJsonString() ?? "";
            if (text.Length > 0)
                console.WriteLine($"  {key}  {(text.Length > LongestValue ? text[..LongestValue] + " ..." : text)}");
        }
    }
}
