using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Missions.Formation.Training;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Three simulated rovers in formation, from nothing: broker, firmware, negotiation, training, a push while they drive, a report.</summary>
public sealed class DemoVerb : Verb
{
    private readonly Option<string> bodies = new Option<string>("--bodies") { Description = "linear: the plants (30) of paper S1; rover: differential drive through the real drivers", DefaultValueFactory = _ => "linear" };
    // The model is known after a few hundred; the rest lets the tightening settle. A second or two.
    private const int TrainingSamples = 5_000;

    private readonly FormationOptions common = new();

    public DemoVerb() => bodies.AcceptOnlyFromAmong("linear", "rover");

    public override string Name => "demo";

    public override string Summary => "Drive three simulated rovers in formation, let them learn, push what was learned while they drive, show the difference.";

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
        return await common.SimulateAsync(
            parse, context, "demo", "Three rovers in formation", fleet, pushSecondVersion: true,
            options => DemoTraining.GetAsync(
                context, common.Runs(parse), parse.GetRequiredValue(bodies), options.Scenario,
                new QLearnerOptions { Seed = options.Seed, Samples = TrainingSamples, Rounds = options.RoundsPerPeriod }));
    }
}
