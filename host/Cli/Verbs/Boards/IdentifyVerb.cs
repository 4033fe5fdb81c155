using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Wire;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Lets one rover blink: the one on a port, or the one of a name through the broker.</summary>
public sealed class IdentifyVerb : Verb
{
    private readonly BoardPort board = new();
    private readonly FleetOptions fleet = new();
    private readonly Option<string?> rover = new(
        "--rover") { Description = "Ask through the broker, by the rover's name", HelpName = "NAME" };

    public override string Name => "identify";

    public override string Summary => "Let a rover blink for five seconds, so that you can tell which one it is.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae identify --rover rover-2", "through the broker of fleet.yaml"),
            ("mae identify --port /dev/ttyUSB1", "the one on this cable")];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(5);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [.. board.Symbols, rover, .. fleet.Symbols];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var name = NameText.Check(rover.Name, parse.GetValue(rover));
        if (board.IsDryRun(parse))
        {
            return Task.FromResult(
                DryRun.Say(
                    context, name is null ? "send to the console: identify" : $"send the command identify to {name} through the broker"));
        }

        if (name is not null)
            return Task.FromResult(ThroughBroker(parse, context, name));
        return Task.FromResult(board.Run(parse, context, (console, line) =>
        {
            console.Ask("identify");
            context.Console.WriteLine($"{line.Description} blinks");
            return new VerbResult(new JsonObject { ["port"] = line.Description, ["blinks"] = true });
        }));
    }

    private VerbResult ThroughBroker(ParseResult parse, VerbContext context, string name)
    {
        using var link = FleetLink.Connect(fleet.Load(parse), Name, context.Timeout, everybody: true);
        var session = link.Session;
        bool IsThere() => session.Roster.TryGetValue(name, out var known) && known.Mode is not null and not RoverMode.Lost;
        if (!link.Listen(IsThere, context.Left, context.Cancellation))
            throw new MaeException(ExitCode.Unreachable, "MAE314", $"{name} is not on the broker.", "See who is: mae status.");
        var blinks = false;
        session.Acknowledged += (rover, _) => blinks |= rover == name;
        session.BeginEpoch();
        session.Command(name, RoverCommand.Identify);
        link.Listen(() => blinks, context.Left, context.Cancellation);
        context.Console.WriteLine(blinks ? $"{name} blinks" : $"{name} did not confirm");
        return new VerbResult(new JsonObject { ["rover"] = name, ["blinks"] = blinks }, blinks ? ExitCode.Ok : ExitCode.Timeout);
    }
}
