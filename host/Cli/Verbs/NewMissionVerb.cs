using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Parameters;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Writes a small project with a mission that works, to be made one's own.</summary>
public sealed class NewMissionVerb : Verb
{
    private readonly Argument<string> name = new("name") { Description = "Name of the mission: a-z, 0-9 and -, beginning with a letter" };
    private readonly Option<string?> output = new(
        "--out") { Description = "Folder to write (default: one of the mission's name)", HelpName = "FOLDER" };
    private readonly Option<int?> kind = NumberOption.Int(
        "--kind", "Its number, the same on every rover (default 128)", MissionKinds.FirstOwn, 255);
    private readonly Option<string?> packages = new("--packages")
    {
        Description = "Folder or feed that has the packages MultiAgentEdge.* of this version (default: they are made)", HelpName = "SOURCE",
    };

    private readonly Option<bool> force = new("--force") { Description = "Write into a folder that is there and not empty" };

    public override string Name => "mission";

    public override string Summary => "Write a project with a mission of one's own: board controller, parameter set, run, tests.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae new mission convoy", "write the folder convoy; its README says what to type next"),
        ("mae new mission convoy --out ~/convoy --kind 130", "elsewhere, with another number"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromMinutes(10);

    public override IEnumerable<Symbol> Symbols => [name, output, kind, packages, force];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var mission = parse.GetRequiredValue(name);
        if (!MissionFile.IsName(mission))
        {
            throw new MaeException(
                ExitCode.Usage, "MAE204", $"A mission cannot be called \"{NameText.Short(mission)}\".",
                "Name it with a-z, 0-9 and -, beginning with a letter, at most 31.");
        }

        if (MissionList.BuiltIn.All.Any(other => other.Name == mission))
            throw new MaeException(ExitCode.Usage, "MAE002", $"{mission} is a mission of this product.", "Choose another name.");
        var folder = Path.GetFullPath(parse.GetValue(output) ?? mission);
        if (File.Exists(folder)
            || (!parse.GetValue(force) && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE210", $"{folder} is there and not empty.",
                $"Choose another: --out FOLDER; or write into it: mae new mission {mission} --force.");
        }

        var feed = parse.GetValue(packages) is { } given
            ? new PackageFeed(Directory.Exists(given) ? Path.GetFullPath(given) : given, VersionInfo.Version)
            : await PackageFeed.MakeAsync(context);
        var files = MissionTemplate.Write(folder, mission, parse.GetValue(kind) ?? MissionKinds.FirstOwn, feed);
        var dll = Path.Combine("host", "bin", "Release", "net10.0", mission + ".dll");
        context.Console.MarkupLineInterpolated(
            $"Wrote [bold]{folder}[/] ({files.Count} files). Next: cd {folder}, dotnet build -c Release, dotnet test -c Release, mae --missions {dll} run {mission}");
        return new VerbResult(new JsonObject
        {
            ["path"] = folder,
            ["name"] = mission,
            ["kind"] = parse.GetValue(kind) ?? MissionKinds.FirstOwn,
            ["files"] = JsonText.Array(files),
            ["packages"] = feed.Source,
            ["packages_version"] = feed.Version,
            ["missions_dll"] = Path.Combine(folder, dll),
        });
    }
}
