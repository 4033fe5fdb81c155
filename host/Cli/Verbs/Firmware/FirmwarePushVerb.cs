using System.CommandLine;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Firmware;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Brings a program to every rover of a fleet, or to none.</summary>
public sealed class FirmwarePushVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<string> image = new("--image")
    {
        Description = "A .maef file, or a folder as mae firmware pack takes it, with --version", Required = true, HelpName = "FILE|DIR",
    };

    private readonly Option<string?> version = new("--version")
    {
        Description = "Of the program in a folder", HelpName = "MAJOR.MINOR.PATCH",
    };

    private readonly Option<string?> canary = new("--canary")
    {
        Description = "This rover first; the others only once it has said that it is alive", HelpName = "NAME",
    };

    public override string Name => "push";

    public override string Summary => "Bring a program to every rover of a fleet: all run it in the end, or all what they ran before.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae firmware push --fleet lab.yaml --image rover.maef --canary rover-1", "one first, then the others together"),
        ("mae firmware push --image publish --version 0.2.0 --json", "a Raspberry Pi's publish folder; for a script"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromMinutes(10);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [image, version, canary, .. fleet.CommandingSymbols];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var path = parse.GetRequiredValue(image);
        var file = fleet.Load(parse);
        var first = NameText.Check(canary.Name, parse.GetValue(canary));
        FleetOptions.Require(file, first);
        var program = Directory.Exists(path)
            ? FirmwareFolder.Pack(path, FirmwareVersion.Parse(parse.GetValue(version) ?? ""), NanoVersions.Firmware)
            : FirmwareFile.Load(path);
        return Task.FromResult(FirmwarePush.Run(context, file, "firmware push", program, first));
    }
}
