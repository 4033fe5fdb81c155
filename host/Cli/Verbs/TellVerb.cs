using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Planar;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Tells a formation in the plane that drives what to do next. Exit 0: it was taken; 3: it cannot be carried out; 4: nobody
/// answers.</summary>
public sealed class TellVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<string?> shape = new(
        "--shape") {
            Description = $"Change to this shape: {string.Join(", ", FormationShape.Names.Where(name => name != FormationShape.Offsets))}",
            HelpName = "SHAPE" };
    private readonly Option<string?> path = new(
        "--path") { Description = "Go over to this path: point, line, circle or eight", HelpName = "PATH" };
    private readonly Option<double?> size = NumberOption.Double("--size-m", "Half of the path's width", 0.01, 500, "M");
    private readonly Option<double?> speed = NumberOption.Double("--speed-m-s", "Along the path", 0, PlanarScenario.SpeedMS, "M/S");
    private readonly Option<bool> pause = new("--pause") { Description = "Come to a stand" };
    private readonly Option<bool> goOn = new("--go-on") { Description = "Go on after a pause" };

    public override string Name => "tell";

    public override string Summary => "Tell a formation that drives: shape, path, speed, pause, go on.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae tell --shape line --broker 127.0.0.1:1883", "the formation that mae run formation --shape drives there changes to a line"),
        ("mae tell --path circle --speed-m-s 0.1 --fleet lab.yaml", "another path, slower"),
        ("mae tell --pause --fleet lab.yaml", "come to a stand; --go-on goes on"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(5);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [.. fleet.ServedSymbols, shape, path, size, speed, pause, goOn];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        var order = new FormationOrder
        {
            Shape = parse.GetValue(shape),
            Path = parse.GetValue(path),
            SizeM = parse.GetValue(size),
            SpeedMS = parse.GetValue(speed),
            Pause = parse.GetValue(pause) ? true : parse.GetValue(goOn) ? false : null,
        };
        if (order == new FormationOrder() || (parse.GetValue(pause) && parse.GetValue(goOn)))
        {
            throw new MaeException(
                ExitCode.Usage, "MAE002", "Nothing is told, or a pause and its end at once.", "Name what is to change: mae tell --help.");
        }

        using var link = FleetLink.Connect(file, Name, context.Timeout, hears: Topics.OrderAnswers);
        JsonObject? answer = null;
        link.Session.Told += (_, text) => answer ??= JsonNode.Parse(text) as JsonObject;
        link.Session.Tell(Topics.Orders, FormationOrderJson.Of(order).ToJsonString());
        link.Listen(() => answer is not null, context.Left, context.Cancellation);
        if (answer is null)
        {
            throw new MaeException(
                ExitCode.Unreachable, "MAE629", $"No formation of fleet {file.Fleet} answers on {file.Broker.Address}.",
                "Start one: mae run formation --shape polygon --broker HOST.");
        }

        var isTaken = answer["taken"]?.GetValue<bool>() == true;
        context.Console.MarkupLineInterpolated($"{(isTaken ? order.ToString() : $"{answer["code"]} {answer["what"]} {answer["next"]}")}");
        return Task.FromResult(
            new VerbResult(
                new JsonObject { ["order"] = FormationOrderJson.Of(order), ["answer"] = answer.DeepClone() },
                isTaken ? ExitCode.Ok : ExitCode.Configuration));
    }
}
