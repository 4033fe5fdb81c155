using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Stops rovers at once and says which have confirmed. Exit 0: all; 6: some; 4: none.</summary>
public sealed class EstopVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<string[]> rovers = new("--rover") { Description = "Only this rover (may be repeated)", HelpName = "NAME" };
    private readonly Option<bool> reset = new("--reset") { Description = "Release a latched emergency stop: the rovers are then disarmed" };

    public override string Name => "estop";

    public override string Summary => "Stop every rover at once; latched until --reset.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae estop --fleet fleet.yaml", "stop the fleet, see who confirmed"),
        ("mae estop --rover rover-2", "stop one"),
        ("mae estop --reset", "release the latch"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [.. fleet.ServedSymbols, rovers, reset];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        var named = parse.GetValue(rovers) is { Length: > 0 } some ? some : [.. file.Rovers.Select(rover => rover.Name)];
        foreach (var name in named)
            FleetOptions.Require(file, NameText.Check(rovers.Name, name));
        var release = parse.GetValue(reset);
        using var link = FleetLink.Connect(file, Name, context.Timeout);
        var session = link.Session;
        var stop = new FleetStop(session);
        if (release)
        {
            link.Listen(() => named.All(session.Roster.ContainsKey), TimeSpan.FromSeconds(1), context.Cancellation);
            stop.Release(named, link.NowUs);
        }
        else
        {
            stop.Stop(named, link.NowUs);
        }

        // Who was stopped before is told once more, and has said what it says since.
        link.Listen(() => stop.Unconfirmed.Count == 0, context.Left, context.Cancellation, stop.Poll);

        var confirmed = named.Where(stop.Confirmed.ContainsKey).ToList();
        foreach (var name in named)
            context.Console.WriteLine($"{name}: {(confirmed.Contains(name) ? release ? "released" : "stopped" : "no confirmation")}");
        var json = new JsonObject { ["command"] = release ? "reset" : "estop", ["confirmed"] = JsonText.Array(confirmed),
            ["unconfirmed"] = JsonText.Array(named.Except(confirmed)) };
        return Task.FromResult(
            new VerbResult(
                json, confirmed.Count == named.Length ? ExitCode.Ok : confirmed.Count > 0 ? ExitCode.Partial : ExitCode.Unreachable));
    }
}
