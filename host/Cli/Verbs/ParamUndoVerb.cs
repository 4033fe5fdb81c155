using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination.Tuning;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Missions;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Gives a parameter the numbers again that it had before the last <c>param set</c> of this fleet.</summary>
public sealed class ParamUndoVerb(MissionList missions) : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "undo";

    public override string Summary => "Take back the last change of a parameter that is in force.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
        [("mae param undo --fleet lab.yaml", "as before the last mae param set; once more: the one before that")];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(20);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [.. fleet.CommandingSymbols, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        var folder = parse.GetRequiredValue(runs);
        var last = TuningHistory.LastInForce(folder, file.Fleet) ?? throw new MaeException(
            ExitCode.Configuration, "MAE337", $"No change of fleet {file.Fleet} in {folder} is in force.",
            "See what was turned: mae param history");
        var tuner = ParamSetVerb.Tuner(context, file, folder, missions, last.Run);
        var changes = Back(last).ToList();
        var done = changes.ConvertAll(tuner.Set);
        var worst = done.Any(one => one.Code != ExitCode.Ok) && done.Exists(one => one.Code is ExitCode.Ok or ExitCode.Partial)
            ? ExitCode.Partial : done[0].Code;
        var json = done.Count == 1 ? done[0].Json : new JsonObject
        {
            ["name"] = last.Change.Name,
            ["rovers"] = new JsonArray([.. done.SelectMany(one => one.Json["rovers"]!.AsArray()).Select(rover => rover!.DeepClone())]),
        };
        json["undo_of"] = last.Run;
        return Task.FromResult(new VerbResult(json, worst));
    }

    // One change for all where all had the same.
    private static IEnumerable<ParameterChange> Back(TuningEntry last)
    {
        double[] Those(double[] all) => last.Change.Element is { } element ? [all[element]] : all;
        var groups = last.Before.Where(rover => rover.Value.Length > 0).ToList();
        var isOne = groups.Count > 0 && groups.TrueForAll(rover => rover.Value.AsSpan().SequenceEqual(groups[0].Value));
        return isOne
            ? [last.Change with { Values = Those(groups[0].Value) }]
            : groups.Select(rover => last.Change with { Values = Those(rover.Value), Rover = rover.Key });
    }
}
