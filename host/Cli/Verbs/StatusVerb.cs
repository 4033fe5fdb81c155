using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Safety;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What every rover last said. Exit 0: all are there; 6: some, or two use one name; 4: none.</summary>
public sealed class StatusVerb : Verb
{
    private readonly FleetOptions fleet = new();

    public override string Name => "status";

    public override string Summary => "Show what every rover of the fleet last said.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae status --fleet fleet.yaml", "mode, parameters, faults of every rover"),
        ("mae status --broker 127.0.0.1:1883 --json", "for a script"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => fleet.Symbols;

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        using var link = FleetLink.Connect(file, Name, context.Timeout, everybody: true);
        var roster = link.Session.Roster;
        bool IsThere(string name) => roster.TryGetValue(name, out var rover) && rover.Mode is not null and not RoverMode.Lost;
        // What is retained may be of any age; whether a name is used twice is told by what a rover says now.
        link.Listen(() => file.Rovers.All(rover => IsThere(rover.Name) && roster[rover.Name].LastHeardUs >= 0), context.Left, context.Cancellation);

        var names = file.Rovers.Select(rover => rover.Name).Union(roster.Keys.Order()).ToList();
        var table = new Table().Border(TableBorder.Minimal).AddColumns(
            "rover", "mode", "heard", "firmware", "tick", "set", "faults", "misses", "battery V", "state");
        foreach (var name in names)
        {
            var rover = roster.GetValueOrDefault(name);
            table.AddRow(
                Markup.Escape(name),
                IsThere(name) ? $"[green]{rover!.ModeName}[/]" : $"[red]{(rover?.Mode is null ? "unknown" : "lost")}[/]",
                Age(rover, link.NowUs) is { } age ? $"{age:0.0} s ago" : "",
                Markup.Escape(rover?.Firmware ?? ""), $"{rover?.Tick}", rover is null ? "" : $"v{rover.ParameterVersion}",
                rover is null ? "" : string.Join(' ', RoverJson.Faults(rover.Faults)), $"{rover?.MissedDeadlines}", rover is null ? "" : rover.BatteryV.ToString("0.00", CultureInfo.InvariantCulture),
                rover is null ? "" : string.Join(' ', rover.State.Select(value => value.ToString("0.000", CultureInfo.InvariantCulture))));
        }

        context.Console.Write(table);
        var doubles = LiveFleet.Doubles(link.Session, names);
        if (doubles.Count > 0)
            context.Console.WriteLine("MAE507 " + LiveFleet.DoubleText(doubles));
        var there = file.Rovers.Count(rover => IsThere(rover.Name));
        var census = there == 0 ? link.Census() : null;
        if (census is not null)
            context.Console.WriteLine(BrokerCensus.Text(census));
        var json = new JsonObject
        {
            ["fleet"] = file.Fleet,
            ["protocol"] = link.Session.Protocol,
            ["rovers_there"] = there,
            ["rovers_expected"] = file.Rovers.Count,
            ["doubles"] = JsonText.Array(doubles),
            ["rovers"] = new JsonArray(names.Select(name => (JsonNode)Json(name, roster.GetValueOrDefault(name), link.NowUs)).ToArray()),
        };
        if (census is not null)
            json["on_broker"] = new JsonObject(census.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)JsonText.Array(one.Value))));
        return Task.FromResult(new VerbResult(json, there == file.Rovers.Count && doubles.Count == 0 ? ExitCode.Ok : there > 0 ? ExitCode.Partial : ExitCode.Unreachable));
    }

    private static JsonObject Json(string name, RoverPresence? rover, long nowUs)
    {
        var json = RoverJson.Of(name, rover);
        json["heard_s_ago"] = Age(rover, nowUs) is { } age ? JsonText.Number(age) : null;
        return json;
    }

    // By what it has said itself since this verb began; what is retained says nothing of when.
    private static double? Age(RoverPresence? rover, long nowUs) =>
        rover is { LastHeardUs: >= 0 and var heardUs } ? (nowUs - heardUs) * 1e-6 : null;
}
