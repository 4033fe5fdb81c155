using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet.Description;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Describes every topic to programs of others.</summary>
public sealed class DescribeVerb : Verb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly Option<string?> fleet = new("--fleet-name")
    {
        Description = "Fleet to name in the addresses (default: a parameter)",
        HelpName = "NAME",
    };
    private readonly Option<string?> output = new("--out") { Description = "Write it to this file", HelpName = "FILE" };
    private readonly Option<bool> force = new("--force") { Description = "Overwrite the file of --out" };

    public override string Name => "describe";

    public override string Summary =>
        "Describe every topic for other programs: AsyncAPI, with the bytes of each frame as its writer puts them.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae describe --json", "topics, content types, schemas and byte layouts"),
        ("mae describe --out asyncapi.json", "the same in a file"),
    ];

    public override IEnumerable<Symbol> Symbols => [fleet, output, force];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var document = AsyncApi.Document(NameText.Check(fleet.Name, parse.GetValue(fleet)));
        if (parse.GetValue(output) is { } path)
        {
            if (!parse.GetValue(force))
                OutputFile.RefuseExisting($"mae describe --out {path} --force", path);
            OutputFile.Write(output.Name, path, document.ToJsonString(Indented) + "\n");
            context.Console.WriteLine($"written to {path}");
        }

        return Task.FromResult(new VerbResult(document));
    }
}
