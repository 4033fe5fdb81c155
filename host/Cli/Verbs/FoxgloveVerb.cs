using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Web.Foxglove;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>A fleet for Foxglove and Lichtblick while it drives. Exit 0: its --timeout was up; 130: Ctrl-C.</summary>
public sealed class FoxgloveVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<int?> port = NumberOption.Int("--port", "To serve on (default 8765; 0: a free one)", 0, 65535);
    private readonly Option<bool> control = new("--control")
    {
        Description = "Viewers may set what the mission can be told, and parameters of the controllers",
    };
    private readonly Option<string[]> origin = new(
        "--origin") { Description = "Web site that may connect besides this machine's own; may be repeated", HelpName = "URL",
            DefaultValueFactory = _ => [] };

    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "foxglove";

    public override string Summary => "Serve a fleet to Foxglove or Lichtblick while it drives: map, curves, log, parameters.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae foxglove --broker 127.0.0.1:1883", "then in the viewer: open connection, ws://127.0.0.1:8765"),
        ("mae foxglove --fleet lab.yaml --control --origin https://app.foxglove.dev", "the web viewer, which may set parameters"),
    ];

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [.. fleet.Symbols, port, control, origin, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.LoadWithBroker(parse);
        using (FleetLink.Connect(file, Name, context.Timeout))
        {
            // A broker that is not there is said at once.
        }

        await using var server = await FoxgloveServer.StartAsync(
            file, parse.GetValue(port) ?? FoxgloveServer.UsualPort, parse.GetValue(control), parse.GetRequiredValue(origin),
            parse.GetRequiredValue(runs), context.Cancellation);
        var json = new JsonObject
        {
            ["url"] = server.Url,
            ["fleet"] = file.Fleet,
            ["broker"] = file.Broker.Address,
            ["control"] = parse.GetValue(control),
        };
        await Serving.AnnounceAsync(context, json);
        context.Console.MarkupLineInterpolated(
            $"Fleet {file.Fleet} on {file.Broker.Address}: open [bold]{server.Url}[/] in Foxglove or Lichtblick. Ctrl-C ends it.");
        return await Serving.UntilEndedAsync(context, json);
    }
}
