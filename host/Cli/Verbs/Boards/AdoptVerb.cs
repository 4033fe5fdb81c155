using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Adoption;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Shows the rovers that nobody knows, or takes one of them into a fleet.</summary>
public sealed class AdoptVerb : Verb
{
    private static readonly TimeSpan ListLimit = TimeSpan.FromSeconds(2);

    private readonly Argument<string?> stranger = new("stranger")
    {
        Description = "As it calls itself (default: show who waits)", Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly FleetOptions fleet = new();
    private readonly Option<string?> name = new("--name") { Description = "Which rover of the fleet it becomes", HelpName = "NAME" };
    private readonly Option<string?> code = new("--code")
    {
        Description = "What stands on its label, as mae provision --adoptable printed it (asked for when left out)", HelpName = "CODE",
    };

    public override string Name => "adopt";

    public override string Summary => "Take a rover that nobody knows into a fleet, by the code on its label.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae adopt --fleet lab.yaml", "who waits"),
        ("mae adopt new-5eed --name rover-4 --fleet lab.yaml", "asks for the code on the label"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(30);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [stranger, name, code, .. fleet.Symbols];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        var who = NameText.Check("stranger", parse.GetValue(stranger));
        using var link = FleetLink.Connect(
            file with { Fleet = AdoptionReceiver.Fleet, KeyFile = null }, Name, context.Timeout, everybody: true);
        if (who is null)
            return Task.FromResult(List(context, link));
        var becomes = NameText.Check(name.Name, parse.GetValue(name)) ?? "";
        FleetOptions.Require(file, becomes);
        var key = LabelCode.KeyOf(parse.GetValue(code) ?? Ask(context)) ?? throw new MaeException(
            ExitCode.Usage, "MAE351", "That is no code of a label.", "It has four groups of four letters and digits: 7XK2-9PQM-0DTR-4WZE.");
        return Task.FromResult(Adopt(context, file, link, who, becomes, key));
    }

    private static VerbResult List(VerbContext context, FleetLink link)
    {
        link.Listen(() => false, ListLimit < context.Left ? ListLimit : context.Left, context.Cancellation);
        var waiting = link.Session.Roster.Values
            .Where(rover => LiveFleet.HasMode(link.Session, rover.Name)).OrderBy(rover => rover.Name, StringComparer.Ordinal).ToList();
        foreach (var rover in waiting)
            context.Console.WriteLine($"{rover.Name}  firmware {rover.Firmware}");
        context.Console.WriteLine(
            waiting.Count == 0
                ? "Nobody waits. Prepare one: mae provision --adoptable --port PORT ..."
                : "Next: mae adopt NAME --name ROVER");
        return new VerbResult(new JsonObject
        {
            ["waiting"] = new JsonArray([.. waiting.Select(
                rover => (JsonNode)new JsonObject { ["name"] = rover.Name, ["firmware"] = rover.Firmware })]),
        });
    }

    private static VerbResult Adopt(VerbContext context, FleetFile file, FleetLink link, string who, string becomes, byte[] key)
    {
        var there = ListLimit < context.Left ? ListLimit : context.Left;
        if (!link.Listen(() => LiveFleet.HasMode(link.Session, who), there, context.Cancellation))
        {
            throw new MaeException(
                ExitCode.Unreachable, "MAE350", $"No rover {who} waits on {file.Broker.Address}.", "See who does: mae adopt --fleet FILE.");
        }

        var adopter = new Adopter(link.Session, who, key, Settings(file, becomes));
        string? answer = null;
        link.Session.Adopted += (rover, text) => answer = rover == who ? text : answer;
        // It says so, or is gone from there: a rover that starts anew may not get its word out.
        bool IsGone() => link.Session.Roster[who].Mode == Safety.RoverMode.Lost;
        if (!link.Listen(() => answer is not null || IsGone(), context.Left, context.Cancellation, adopter.Poll))
        {
            throw new MaeException(
                ExitCode.Timeout, "MAE352", $"{who} does not take it: what is sealed with another code than its label's it does not read.",
                "Compare name and code with its label; another board's label beside it?");
        }

        if (answer is { } refused && refused != "ok")
        {
            throw new MaeException(
                ExitCode.Rejected, "MAE353", $"{who} refuses: {refused}.", "Correct the fleet file, and adopt it again.");
        }

        context.Console.WriteLine($"{who} is {becomes} of fleet {file.Fleet} from its next start on. See it: mae status");
        return new VerbResult(new JsonObject { ["adopted"] = who, ["name"] = becomes, ["fleet"] = file.Fleet });
    }

    private static List<(int Setting, string Value)> Settings(FleetFile file, string rover)
    {
        // An empty value unsets: the label's secret is its key no longer.
        var settings = new List<(int, string)>
        {
            (RoverSettings.Fleet, file.Fleet), (RoverSettings.Name, rover),
            (RoverSettings.ParameterKey, file.Keys() is { } keys ? Convert.ToHexStringLower(keys.KeyOf(rover)) : ""),
        };
        if (file.Secured is { } security)
        {
            settings.Add((RoverSettings.BrokerUser, rover));
            settings.Add((RoverSettings.BrokerPassword, security.PasswordOf(rover)));
        }

        return settings;
    }

    private static string Ask(VerbContext context)
    {
        if (Console.IsInputRedirected)
            throw new MaeException(ExitCode.Usage, "MAE354", "Nobody is there to type the label's code.", "Give it: --code CODE.");
        context.Error.Write("Code on the label: ");
        return Console.ReadLine() ?? "";
    }
}
