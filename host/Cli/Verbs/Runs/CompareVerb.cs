using System.CommandLine;
using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Runs.Comparison;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Two or more runs side by side.</summary>
public sealed class CompareVerb : Verb
{
    private const int ShownSignals = 12;

    private readonly Argument<string[]> names = new(
        "RUN") { Description = "Names or paths of runs, or latest; the first is what the others are held against",
            Arity = new ArgumentArity(2, 16) };
    private readonly Option<string?> page = new(
        "--page") { Description = "Write a page with the signals over each other", HelpName = "FILE" };
    private readonly Option<bool> force = new("--force") { Description = "Overwrite what is there" };
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "compare";

    public override string Summary => "Compare runs: options that differ, figures, signals over each other.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae compare 20260401T120000Z-demo-1 latest", "what changed since"),
        ("mae compare A B C --page compared.html", "three of them, and their signals on a page"),
    ];

    public override IEnumerable<Symbol> Symbols => [names, page, force, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var catalog = new RunCatalog(parse.GetRequiredValue(runs));
        var entries = parse.GetRequiredValue(names).Select(name => Find(catalog, name)).ToList();
        if (entries.DistinctBy(entry => entry.Path).Count() < entries.Count)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE578", "A run is named twice; it does not differ from itself.", "See which there are: mae runs");
        }

        var path = parse.GetValue(page);
        if (path is not null && !parse.GetValue(force))
            OutputFile.RefuseExisting("--force", path);
        var compared = RunComparison.Of(entries);
        Show(context, compared);
        var json = compared.ToJson();
        if (path is not null)
        {
            OutputFile.Write(page.Name, path, ComparisonPage.Of(compared).ToHtml());
            json["page"] = Path.GetFullPath(path);
            context.Console.MarkupLineInterpolated($"Page: [bold]{path}[/]");
        }

        return Task.FromResult(new VerbResult(json));
    }

    private static RunEntry Find(RunCatalog catalog, string name) => name != RecordedRun.Latest
        ? catalog.Find(name)
        : catalog.Entries() is [var newest, ..]
            ? newest
            : throw new MaeException(ExitCode.Configuration, "MAE571", $"There are no runs in {catalog.Root}.", "Make one: mae demo");

    private static void Show(VerbContext context, RunComparison compared)
    {
        string[] heads = [.. compared.Runs.Select((_, i) => $"{(char)('A' + i)}")];
        foreach (var (head, run) in heads.Zip(compared.Runs))
            context.Console.WriteLine($"{head}  {run.Name}  {run.Verb}, {run.State.Replace('_', ' ')}");
        if (compared.Options.Count > 0)
        {
            var table = new FittedTable(["option", .. heads]);
            foreach (var leaf in compared.Options)
                table.Add([leaf.Key, .. leaf.Values.Select(value => value is null ? "" : NameText.Short(value.ToString()))]);
            table.Write(context.Console);
        }

        var figures = new FittedTable(["figure", .. heads, .. heads[1..].Select(head => $"{head} - A")]);
        foreach (var leaf in compared.Results.Where(leaf => !leaf.IsSame))
        {
            figures.Add(
            [
                leaf.Key, .. leaf.Values.Select(value => value?.ToString() ?? ""),
                .. Enumerable.Range(1, heads.Length - 1).Select(
                    i => leaf.Difference(i).ToString("+0.####;-0.####;0", CultureInfo.InvariantCulture)),
            ]);
        }

        figures.Write(context.Console);
        var signals = new FittedTable(["signal", .. heads.Select(head => $"rms {head}"), .. heads[1..].Select(head => $"rms {head} - A")]);
        foreach (var one in compared.Differences
            .Where(one => one.RmsApart.Any(rms => rms > 0)).OrderByDescending(one => one.RmsApart.Max() / one.Rms.Max()).Take(ShownSignals))
            signals.Add([one.Name, .. one.Rms.Concat(one.RmsApart).Select(rms => rms.ToString("G4", CultureInfo.InvariantCulture))]);
        signals.Write(context.Console);
        if (compared.Signals.Any(table => table is null))
            context.Console.WriteLine("Not all have a record, so signals are not compared.");
    }
}
