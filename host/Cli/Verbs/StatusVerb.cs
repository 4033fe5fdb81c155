using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli.Status;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>What every rover last said, once or as long as somebody watches. Exit 0: all are there; 6: some, or two use one name; 4:
/// none.</summary>
public sealed class StatusVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<bool> watch = new("--watch")
    {
        Description = "Go on showing it until --timeout (then default none) or Ctrl-C; with --json one object at the end",
    };

    public override string Name => "status";

    public override string Summary => "Show what every rover of the fleet last said.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae status --fleet fleet.yaml", "mode, parameters, faults of every rover, and what a lost one said last"),
        ("mae status --watch", "the same while they drive, until Ctrl-C"),
        ("mae status --broker 127.0.0.1:1883 --json", "for a script"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [watch, .. fleet.ServedSymbols];

    public override TimeSpan? DefaultTimeoutOf(ParseResult parse) => parse.GetValue(watch) ? null : DefaultTimeout;

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        using var link = FleetLink.Connect(file, Name, context.Timeout, everybody: true);
        var checks = CheckBook.Of(parse.GetValue(fleet.Fleet));
        link.Session.HearMotion();
        var isWhole = true;
        if (parse.GetValue(watch))
        {
            isWhole = new StatusWatch(
                context, link, () => Views(file, link),
                () => link.Session.IsConnected ? Doubles(file, link) : "The broker does not answer; looking for it.").Run();
        }
        else
        {
            // What is retained may be of any age; whether a name is used twice is told by what a rover says now.
            bool Speaks(string name) => LiveFleet.HasMode(link.Session, name) && link.Session.Roster[name].IsSettled;
            link.Listen(() => file.Rovers.All(rover => Speaks(rover.Name)), context.Left, context.Cancellation);
            context.Console.Write(StatusTable.Of(Views(file, link), checks));
            if (Doubles(file, link) is { } twice)
                context.Console.WriteLine(twice);
        }

        return Task.FromResult(Result(file, link, context, isWhole, checks));
    }

    private static List<RoverView> Views(FleetFile file, FleetLink link)
    {
        var roster = link.Session.Roster;
        var names = file.Rovers.Select(rover => rover.Name).Union(roster.Keys.Order());
        return [.. names.Select(name => RoverView.Of(name, roster.GetValueOrDefault(name), link.NowUs, DateTimeOffset.UtcNow))];
    }

    private static string? Doubles(FleetFile file, FleetLink link) =>
        LiveFleet.Doubles(link.Session, Views(file, link).Select(view => view.Name)) is { Count: > 0 } twice
            ? "MAE507 " + LiveFleet.DoubleText(twice)
            : null;

    private static VerbResult Result(FleetFile file, FleetLink link, VerbContext context, bool isWhole, CheckBook? checks)
    {
        var views = Views(file, link);
        var doubles = LiveFleet.Doubles(link.Session, views.Select(view => view.Name));
        var there = file.Rovers.Count(rover => LiveFleet.HasMode(link.Session, rover.Name));
        var census = there == 0 && isWhole ? link.Census() : null;
        if (census is not null)
            context.Console.WriteLine(BrokerCensus.Text(census, link.Session.Protocol));
        var json = new JsonObject
        {
            ["fleet"] = file.Fleet,
            ["protocol"] = link.Session.Protocol,
            ["rovers_there"] = there,
            ["rovers_expected"] = file.Rovers.Count,
            ["doubles"] = JsonText.Array(doubles),
            ["rovers"] = new JsonArray([.. views.Select(view => (JsonNode)Json(view, link.NowUs, checks))]),
        };
        if (census is not null)
            json["on_broker"] = new JsonObject(census.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)JsonText.Array(one.Value))));
        var isAll = there == file.Rovers.Count && doubles.Count == 0;
        var code = isAll ? ExitCode.Ok : there > 0 ? ExitCode.Partial : ExitCode.Unreachable;
        return new VerbResult(json, isWhole ? code : ExitCode.Interrupted);
    }

    private static JsonObject Json(RoverView view, long nowUs, CheckBook? checks)
    {
        var json = RoverJson.Of(view);
        json["checked"] = checks?.Entry(view.Name)?.DeepClone();
        // By anything it has said since this verb began, its last will too; what is retained says nothing of when.
        json["heard_s_ago"] = view.Presence is { LastHeardUs: >= 0 and var heardUs } ? JsonText.Number((nowUs - heardUs) * 1e-6) : null;
        return json;
    }
}
