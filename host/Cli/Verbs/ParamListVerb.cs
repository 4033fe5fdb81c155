using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Missions;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Every parameter: unit, range, default, what it is, and whether it can be turned.</summary>
public sealed class ParamListVerb(MissionList missions) : Verb
{
    private readonly Option<bool> all = new("--all") { Description = "Those too that cannot be turned, with what to do instead" };

    public override string Name => "list";

    public override string Summary => "List the parameters that can be turned: unit, range, default, what each does.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae param list", "what mae param set takes"),
        ("mae param list --all --json", "all that a set can hold, for a script"),
    ];

    public override IEnumerable<Symbol> Symbols => [all];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("name", "unit", "range", "default", "what");
        var json = new JsonArray();
        foreach (var one in ParameterDeclarations.All.Concat(missions.Own.SelectMany(mission => mission.Parameters)
            .Select(parameter => parameter.Declaration)).Where(one => one.IsLive || parse.GetValue(all)))
        {
            var usual = one.Default is { } value ? JsonText.Number(value)!.ToString() : "";
            table.AddRow(
                Markup.Escape(one.Name), Markup.Escape(one.Unit), one.IsLive ? one.Range : "", usual,
                Markup.Escape(one.IsLive ? one.Description : $"{one.Description} {one.Instead}"));
            json.Add((JsonNode)new JsonObject
            {
                ["name"] = one.Name,
                ["id"] = one.Id,
                ["unit"] = one.Unit,
                ["live"] = one.IsLive,
                ["least"] = one.IsLive ? one.Least : null,
                ["most"] = one.IsLive ? one.Most : null,
                ["default"] = one.Default,
                ["description"] = one.Description,
                ["instead"] = one.Instead,
            });
        }

        context.Console.Write(table);
        return Task.FromResult(new VerbResult(new JsonObject { ["parameters"] = json }));
    }
}
