using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Run;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Worlds;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Builds the parameter sets of a fleet file and brings them to its rovers.</summary>
public sealed class PushVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<string> model = new Option<string>(
        "--model") { Description = "nominal: the common imperfect model; true: each rover's own plant and expected disturbance",
            DefaultValueFactory = _ => "nominal" };
    private readonly Option<bool> rollback = new(
        "--rollback") { Description = "Give every rover the set again that it had before, as its next version" };
    private readonly Option<bool> restart = new(
        "--restart-versions") { Description = "Number the sets low again where a rover reports a version beyond the end of the numbers" };
    private readonly Option<string> runs = CommonOption.Runs();

    public PushVerb()
    {
        model.AcceptOnlyFromAmong("nominal", "true");
        rollback.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetResult(model) is { Implicit: false })
                result.AddError("--rollback gives back what was pushed before; --model names something new.");
            if (!result.Implicit && result.GetResult(restart) is { Implicit: false })
            {
                result.AddError(
                    "--rollback needs the numbers of earlier pushes; --restart-versions begins them anew. Type one of the two.");
            }
        });
    }

    public override string Name => "push";

    public override string Summary => "Build the fleet's parameters and bring them to its rovers.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae push --fleet fleet.yaml", "the next version, active on all rovers at one tick"),
        ("mae push --model true --broker 127.0.0.1:1883", "with each rover's own model"),
        ("mae push --restart-versions", "after MAE306: low version numbers again, for every rover"),
        ("mae push --rollback", "the sets of the push before, from its run folder; once more undoes it"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(20);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [.. fleet.CommandingSymbols, model, rollback, restart, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        if (parse.GetValue(rollback))
            return Task.FromResult(FleetPush.RunBack(context, file, Name, parse.GetRequiredValue(runs)));
        var options = FleetScenario.Options(file);
        var which = parse.GetRequiredValue(model) == "true" ? FormationScenario.TrueModel : FormationScenario.ImperfectModel;
        IReadOnlyDictionary<string, byte[]> Build(uint version) => FormationSetup.ParameterSets(options, which, version);
        var folder = parse.GetRequiredValue(runs);
        return Task.FromResult(
            parse.GetValue(restart)
                ? FleetPush.RunRestart(context, file, Name, folder, Build)
                : FleetPush.Run(context, file, Name, folder, Build));
    }
}
