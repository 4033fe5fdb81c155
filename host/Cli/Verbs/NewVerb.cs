using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Writes a commented fleet.yaml; below it, what else can be begun.</summary>
public sealed class NewVerb : Verb
{
    private readonly Argument<string> path = new("path") { Description = "File to write", DefaultValueFactory = _ => "fleet.yaml" };
    private readonly Option<string> name = new(
        "--name") { Description = "Name of the fleet: a-z, 0-9 and -", DefaultValueFactory = _ => "s1" };
    private readonly Option<bool> force = new("--force") { Description = "Overwrite a file that is there" };

    public override string Name => "new";

    public override string Summary => "Write a fleet.yaml to start from.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae new", "write fleet.yaml in this folder"),
        ("mae new garden.yaml --name garden", "another file, another fleet"),
        ("mae new mission convoy", "a project with a mission of your own"),
    ];

    public override IReadOnlyList<Verb> Children { get; } = [new NewMissionVerb()];

    public override bool IsGroup => false;

    public override IEnumerable<Symbol> Symbols => [path, name, force];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var fleet = NameText.Check(name.Name, parse.GetRequiredValue(name))!;
        var target = parse.GetRequiredValue(path);
        if (Directory.Exists(target))
            target = Path.Combine(target, "fleet.yaml");
        if (!parse.GetValue(force))
            OutputFile.RefuseExisting($"mae new {target} --force", target);
        var text = FleetTemplate.For(fleet);
        FleetFileReader.Read(text, target, out var problems);
        if (problems.Count > 0)
            throw new MaeException(ExitCode.Usage, problems[0].Code, problems[0].What, problems[0].Next);
        if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder)
            Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(target, text, context.Cancellation);
        context.Console.MarkupLineInterpolated($"Wrote [bold]{target}[/]. Next: mae run formation --fleet {target}");
        return new VerbResult(new JsonObject { ["path"] = Path.GetFullPath(target), ["fleet"] = fleet });
    }
}
