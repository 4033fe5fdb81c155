using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet.Parameters;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Brings one parameter-set file to one rover, under a new version number.</summary>
public sealed class ParamLoadVerb : Verb
{
    private readonly Argument<string> file = new("file") { Description = "A .maep file from a run folder" };
    private readonly Option<string> rover = new("--rover") { Description = "Which rover", Required = true, HelpName = "NAME" };
    private readonly FleetOptions fleet = new();
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "load";

    public override string Summary => "Bring one parameter-set file to one rover, as its next version.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae param load rover-1.v1.maep --rover rover-1", "give rover-1 an earlier set again"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(20);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [file, rover, .. fleet.CommandingSymbols, runs];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var set = ParameterFile.Load(parse.GetRequiredValue(file));
        var name = NameText.Check(rover.Name, parse.GetRequiredValue(rover))!;
        var all = fleet.Load(parse);
        var one = all.Rovers.FirstOrDefault(entry => entry.Name == name)
            ?? throw FleetOptions.NoRover(name, $"fleet {all.Fleet}", all.Rovers.Select(entry => entry.Name));
        return Task.FromResult(
            FleetPush.Run(
                context, all with { Rovers = [one] }, "param load", parse.GetRequiredValue(runs),
                version => new Dictionary<string, byte[]> { [name] = set.Renumbered(version) }));
    }
}
