using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Runs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Who turned which parameter of a fleet, and when.</summary>
public sealed class ParamHistoryVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "history";

    public override string Summary => "Show who turned which parameter of a fleet, when, and what came of it.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae param history --fleet lab.yaml", "from the run folders of mae param set, newest first")];

    public override IEnumerable<Symbol> Symbols => [.. fleet.ServedSymbols, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var name = fleet.Load(parse).Fleet;
        var entries = TuningHistory.Of(parse.GetRequiredValue(runs), name);
        var table = new Table().Border(TableBorder.Minimal).AddColumns("when (UTC)", "who", "what", "rovers");
        var json = new JsonArray();
        foreach (var entry in entries)
        {
            var what = $"{entry.Change.Text}{(entry.UndoOf is null ? "" : $", back from {entry.UndoOf}")}";
            var states = string.Join(", ", entry.Rovers.Select(rover => $"{rover!["name"]} {rover["state"]}"));
            table.AddRow(
                entry.AtUtc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), Markup.Escape(entry.Who), Markup.Escape(what),
                Markup.Escape(states));
            var one = entry.Change.ToJson();
            one["at_utc"] = entry.AtUtc.ToString("O", CultureInfo.InvariantCulture);
            one["who"] = entry.Who;
            one["undo_of"] = entry.UndoOf;
            one["run"] = entry.Run;
            one["rovers"] = entry.Rovers.DeepClone();
            json.Add((JsonNode)one);
        }

        if (entries.Count == 0)
            context.Console.WriteLine($"Nobody has turned a parameter of fleet {name} by mae param set.");
        else
            context.Console.Write(table);
        return Task.FromResult(new VerbResult(new JsonObject { ["fleet"] = name, ["changes"] = json }));
    }
}
