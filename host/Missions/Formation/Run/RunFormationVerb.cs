using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Learning;
using MultiAgentEdge.Host.Missions.Formation.Planar;
using MultiAgentEdge.Host.Missions.Serve;

namespace MultiAgentEdge.Host.Missions.Formation.Run;

/// <summary>
/// Drives the fleet of a fleet file in formation: with a broker, the rovers that are there, in real time; without one, simulated rovers in
/// this process, in lock-step.
/// </summary>
public sealed class RunFormationVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly FormationOptions common = new();
    private readonly PlanarOptions planar = new();
    private readonly LearnFormation learn;
    private readonly Option<bool> second = new(
        "--push-second") { Description = "Push version 2 (true models, expected disturbance) at half time" };

    public RunFormationVerb() => learn = new LearnFormation(fleet, common);

    public override string Name => "formation";

    public override string Summary => "Drive the fleet in formation.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae run formation --fleet fleet.yaml", "the fleet of this file, simulated where it names no broker"),
        ("mae run formation --broker 127.0.0.1:1883 --periods 400", "rovers that are on this broker, real or from mae sim"),
        ("mae run formation --shape polygon --rovers 5 --path eight --speed-m-s 0.2",
            "five rovers on wheels in the plane, in a shape that follows a path"),
        ("mae run formation --learn", "the rovers learn while they drive: 30,000 periods, a push every 250, harmful ones rolled back"),
        ("mae run formation --learn --resume runs/20260401T120000Z-learn-formation-1",
            "go on learning after the host was stopped or killed"),
        ("mae run formation --negotiation newton --json", "another way to negotiate, the figures as JSON"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromHours(1);

    public override WebPage Page => WebPage.OnRequest;

    public override IEnumerable<Symbol> Symbols =>
        [.. fleet.CommandingSymbols, .. common.Symbols, second, .. learn.Symbols, .. planar.Symbols];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        if (learn.IsAsked(parse))
            return await learn.RunAsync(parse, context);
        var file = common.Apply(parse, fleet.Load(parse));
        if (planar.Of(parse, file) is { } plane)
        {
            var options = common.Apply(parse, context, planar.RunOptions(parse, file, plane));
            var title = $"Formation of {options.Rovers.Count} rovers in the plane";
            if (file.Broker.Host is not null)
            {
                return await PlanarVerbRun.RunAsync(
                    context, "run formation", title, common.Runs(parse), options, new LivePlanar(file, options),
                    live: file);
            }

            using var run = new PlanarRun(options) { NextKey = PlanarVerbRun.KeysOf(context) };
            return await PlanarVerbRun.RunAsync(context, "run formation", title, common.Runs(parse), options, run);
        }

        var onLanes = $"Formation of {file.Rovers.Count} rovers";
        return file.Broker.Host is null
            ? await common.SimulateAsync(parse, context, "run formation", onLanes, file, parse.GetValue(second))
            : await common.CoordinateAsync(parse, context, "run formation", onLanes, file, parse.GetValue(second));
    }

    /// <summary>For <see cref="IMission.Serve"/>.</summary>
    /// <exception cref="MaeException">MAE546: options that only a run has; MAE553: a formation that no silo can coordinate.</exception>
    public IMissionService Serve(ParseResult parse, FleetFile there)
    {
        FleetOptions.Check(parse, there, null, [second, .. common.OfRuns, .. planar.OfSimulation]);
        var file = common.Apply(parse, there);
        if (learn.IsAsked(parse))
            throw ServedFleet.Cannot(there, "is to learn while it drives", "Run it by itself: mae run formation --learn.");
        if (planar.Of(parse, file) is { } plane)
            return new PlanarService(file, planar.RunOptions(parse, file, plane), "serve");
        return file.Distances.Count > 0
            ? new FormationService(file, "serve")
            : throw ServedFleet.Cannot(
                there, "has no distances on lanes to keep", "Write formation: distances:, or serve: with another mission, into its file.");
    }
}
