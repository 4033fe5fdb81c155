using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Missions;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Shows a parameter-set file entry by entry.</summary>
public sealed class ParamDumpVerb(MissionList missions) : Verb
{
    private readonly Argument<string> file = new("file") { Description = "A .maep file from a run folder" };

    public override string Name => "dump";

    public override string Summary => "Show every entry of a parameter-set file.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae param dump runs/20260401T120000Z-demo-1/rover-1.v2.maep", "what version 2 gave rover-1"),
        ("mae param dump rover-1.maep --json", "with every value, for a script"),
    ];

    public override IEnumerable<Symbol> Symbols => [file];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var set = ParameterFile.Load(parse.GetRequiredValue(file));
        var table = new Table().Border(TableBorder.Minimal).AddColumns("id", "name", "unit", "type", "shape", "values");
        foreach (var entry in set.Entries(missions.NameOf))
        {
            table.AddRow(
                entry.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), Markup.Escape(entry.Name), Markup.Escape(entry.Unit),
                entry.Type, entry.Shape, Markup.Escape(entry.Text));
        }

        context.Console.MarkupLineInterpolated(
            $"[bold]{set.Path}[/]: {set.Set.Mission}, version {set.Set.Version}, schema {set.Set.ShapeHash:x8}, crc32 {set.Set.Crc:x8}, {set.Bytes.Length} bytes");
        context.Console.Write(table);
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["path"] = Path.GetFullPath(set.Path),
            ["mission"] = set.Set.Mission.ToString().ToLowerInvariant(),
            ["version"] = set.Set.Version,
            ["schema"] = set.Set.ShapeHash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture),
            ["crc32"] = set.Set.Crc.ToString("x8", System.Globalization.CultureInfo.InvariantCulture),
            ["size_bytes"] = set.Bytes.Length,
            ["entries"] = new JsonArray(set.Entries(missions.NameOf).Select(entry => (JsonNode)new JsonObject
            {
                ["id"] = entry.Id,
                ["name"] = entry.Name,
                ["unit"] = entry.Unit,
                ["type"] = entry.Type,
                ["shape"] = entry.Shape,
                ["values"] = JsonText.Array(entry.Values),
            }).ToArray()),
        }));
    }
}
