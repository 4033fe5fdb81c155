using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Missions;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Compares two parameter-set files. Exit 0: the same; 1: they differ, as <c>diff</c> does.</summary>
public sealed class ParamDiffVerb(MissionList missions) : Verb
{
    private readonly Argument<string> before = new("before") { Description = "A .maep file" };
    private readonly Argument<string> after = new("after") { Description = "Another" };

    public override string Name => "diff";

    public override string Summary => "Show what differs between two parameter-set files (exit 1 where something does).";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae param diff rover-1.v1.maep rover-1.v2.maep", "what the second version changed"),
    ];

    public override IEnumerable<Symbol> Symbols => [before, after];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var a = ParameterFile.Load(parse.GetRequiredValue(before)).Entries(missions.NameOf).ToDictionary(entry => entry.Id);
        var b = ParameterFile.Load(parse.GetRequiredValue(after)).Entries(missions.NameOf).ToDictionary(entry => entry.Id);
        var table = new Table().Border(TableBorder.Minimal).AddColumns("name", "before", "after", "largest change");
        var changes = new JsonArray();
        foreach (var id in a.Keys.Union(b.Keys).Order())
        {
            var (old, now) = (a.GetValueOrDefault(id), b.GetValueOrDefault(id));
            if (old is not null && now is not null && old.Shape == now.Shape && old.Values.AsSpan().SequenceEqual(now.Values))
                continue;
            var comparable = old is not null && now is not null && old.Values.Length == now.Values.Length;
            var largest = comparable ? old!.Values.Zip(now!.Values, (x, y) => Math.Abs(x - y)).DefaultIfEmpty(0).Max() : double.NaN;
            var name = (old ?? now)!.Name;
            table.AddRow(
                Markup.Escape(name), Markup.Escape(old?.Text ?? "–"), Markup.Escape(now?.Text ?? "–"),
                double.IsNaN(largest) ? "shape" : largest.ToString("G4", CultureInfo.InvariantCulture));
            changes.Add((JsonNode)new JsonObject
            {
                ["name"] = name,
                ["before"] = old is null ? null : JsonText.Array(old.Values),
                ["after"] = now is null ? null : JsonText.Array(now.Values),
                ["largest_change"] = JsonText.Number(largest),
            });
        }

        if (changes.Count == 0)
            context.Console.WriteLine("The same.");
        else
            context.Console.Write(table);
        return Task.FromResult(
            new VerbResult(
                new JsonObject { ["same"] = changes.Count == 0, ["changes"] = changes },
                changes.Count == 0 ? ExitCode.Ok : ExitCode.Failed));
    }
}
