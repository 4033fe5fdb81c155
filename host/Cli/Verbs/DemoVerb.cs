using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Missions.Formation.Training;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Simulated rovers in formation, from nothing: broker, firmware, negotiation, training, a push while they drive, a report. On a
/// floor; with --paper the three of paper S1 on their lanes.</summary>
public sealed class DemoVerb : Verb
{
    private readonly Option<string> bodies = new Option<string>(
        "--bodies") { Description = "linear: the plants (30) of paper S1; rover: differential drive through the real drivers",
            DefaultValueFactory = _ => "linear" };
    // The model is known after a few hundred; the rest lets the tightening settle. A second or two.
    private const int TrainingSamples = 5_000;

    private readonly FormationOptions common = new();
    private readonly Option<bool> paper = new("--paper") { Description = "The example of paper S1 instead: three plants, each on a lane" };

    public DemoVerb() => bodies.AcceptOnlyFromAmong("linear", "rover");

    public override string Name => "demo";

    public override string Summary =>
        "Drive simulated rovers in formation on a floor: they learn while they drive, join, change shape, drop out and come back.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae demo", "watch it"),
        ("mae demo --speed 4", "at four times real time"),
        ("mae demo --paper", "the example of paper S1: three plants on lanes, 7.56 to 0.17"),
        ("mae demo --paper --bodies rover --speed 2", "the same on wheels, motors and encoders; twice real time"),
        ("mae demo --json --in-process", "no broker, the figures as JSON"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromMinutes(10);

    public override WebPage Page => WebPage.Unasked;

    public override IEnumerable<Symbol> Symbols => [paper, bodies, .. common.Symbols];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        if (!parse.GetValue(paper))
            return await OnFloorAsync(parse, context);
        var fleet = new FleetFile { Fleet = "demo",
            Rovers = [.. RoverEntry.PaperS1.Select(rover => rover with { Body = parse.GetRequiredValue(bodies) })] };
        return await common.SimulateAsync(
            parse, context, "demo", "Three rovers in formation", fleet, pushSecondVersion: true,
            options => DemoTraining.GetAsync(
                context, common.Runs(parse), parse.GetRequiredValue(bodies), options.Scenario,
                new QLearnerOptions { Seed = options.Seed, Samples = TrainingSamples, Rounds = options.RoundsPerPeriod }));
    }

    private Task<VerbResult> OnFloorAsync(ParseResult parse, VerbContext context)
    {
        if (parse.GetResult(bodies) is { Implicit: false })
        {
            throw new MaeException(
                ExitCode.Usage, "MAE627", "--bodies is for the example of paper S1; on a floor rovers have wheels.",
                "Add --paper, or leave --bodies away.");
        }

        var seed = common.Apply(parse, new FleetFile()).Seed;
        return PlanarDemo.RunAsync(context, common.Runs(parse), common.Apply(parse, context, PlanarDemo.Options((ulong)seed)));
    }
}
