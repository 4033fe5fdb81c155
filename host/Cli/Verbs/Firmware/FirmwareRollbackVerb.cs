using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Firmware;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Takes rovers back to the program that they ran before.</summary>
public sealed class FirmwareRollbackVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<string?> rover = new("--rover") { Description = "Only this rover", HelpName = "NAME" };

    public override string Name => "rollback";

    public override string Summary => "Take rovers back to the program that they ran before.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae firmware rollback --fleet lab.yaml", "every rover of the fleet"),
        ("mae firmware rollback --rover rover-1", "one of them"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromMinutes(2);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [rover, .. fleet.CommandingSymbols];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        var name = NameText.Check(rover.Name, parse.GetValue(rover));
        FleetOptions.Require(file, name);
        return Task.FromResult(FirmwarePush.RunBack(context, file, "firmware rollback", name));
    }
}
