using System.CommandLine;
using MultiAgentEdge.Host.Cli.Fleet;
using MultiAgentEdge.Host.Cli.Formation;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Three simulated rovers in formation, from nothing: broker, firmware, negotiation, a push while they drive, a report.</summary>
public sealed class DemoVerb : Verb
{
    private readonly Option<string> bodies = new Option<string>("--bodies") { Description = "linear: the plants (30) of paper S1; rover: differential drive through the real drivers", DefaultValueFactory = _ => "linear" };
    private readonly FormationOptions common = new();

    public DemoVerb() => bodies.AcceptOnlyFromAmong("linear", "rover");

    public override string Name => "demo";

    public override string Summary => "Drive three simulated rovers in formation, push better parameters while they drive, show the difference.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae demo", "watch it"),
        ("mae demo --bodies rover --speed 2", "wheels, motors and encoders; twice real time"),
        ("mae demo --json --in-process", "no broker, the figures as JSON"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromMinutes(10);

    public override IEnumerable<Symbol> Symbols => [bodies, .. common.Symbols];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var fleet = new FleetFile { Fleet = "demo", Rovers = [.. RoverEntry.PaperS1.Select(rover => rover with { Body = parse.GetRequiredValue(bodies) })] };
        return await common.SimulateAsync(parse, context, "demo", "Three rovers in formation", fleet, pushSecondVersion: true);
    }
}
