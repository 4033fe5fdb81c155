using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Every rover's own word on its parameters. Exit 0: all have reported; 6: some; 4: none.</summary>
public sealed class ParamGetVerb : Verb
{
    private readonly FleetOptions fleet = new();

    public override string Name => "get";

    public override string Summary => "Show which parameters every rover reports.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae param get --fleet fleet.yaml", "version and checksum of every rover")];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => fleet.ServedSymbols;

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        using var link = FleetLink.Connect(file, "param", context.Timeout);
        var roster = link.Session.Roster;
        link.Listen(
            () => file.Rovers.All(rover => roster.GetValueOrDefault(rover.Name)?.Reported is not null), context.Left, context.Cancellation);
        var table = new Table().Border(TableBorder.Minimal).AddColumns("rover", "active", "crc32", "last word");
        var json = new JsonArray();
        foreach (var rover in file.Rovers)
        {
            var reported = roster.GetValueOrDefault(rover.Name)?.Reported;
            table.AddRow(
                rover.Name, reported is null ? "[red]no report[/]" : $"v{reported.ActiveVersion}",
                reported?.ActiveCrc.ToString("x8", CultureInfo.InvariantCulture) ?? "",
                Markup.Escape(reported is null ? "" : $"v{reported.Version} {reported.Status} {reported.Reason}"));
            json.Add((JsonNode)new JsonObject
            {
                ["name"] = rover.Name,
                ["active_version"] = reported?.ActiveVersion,
                ["active_crc32"] = reported?.ActiveCrc.ToString("x8", CultureInfo.InvariantCulture),
                ["version"] = reported?.Version,
                ["status"] = reported?.Status,
                ["reason"] = reported?.Reason,
            });
        }

        context.Console.Write(table);
        var known = file.Rovers.Count(rover => roster.GetValueOrDefault(rover.Name)?.Reported is not null);
        return Task.FromResult(
            new VerbResult(
                new JsonObject { ["fleet"] = file.Fleet, ["rovers"] = json },
                known == file.Rovers.Count ? ExitCode.Ok : known > 0 ? ExitCode.Partial : ExitCode.Unreachable));
    }
}
