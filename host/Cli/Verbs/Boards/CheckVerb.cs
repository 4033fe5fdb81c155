using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Cli.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>The bring-up of one rover, part after part. Exit 0: nothing failed; 6: something did.</summary>
public sealed class CheckVerb : Verb
{
    private static readonly TimeSpan LinkLimit = TimeSpan.FromSeconds(8);

    private readonly Argument<string> rover = new("rover") { Description = "Which rover" };
    private readonly BoardPort board = new();
    private readonly FleetOptions fleet = new();
    private readonly Option<bool> yes = new("--yes")
    {
        Description = "Ask nobody: wheels turn at once, and what only a person sees is skipped",
    };

    public override string Name => "check";

    public override string Summary =>
        "Bring a rover up: supply, motors, encoders, gyroscope, lights, stop button, link, tracker, each with what is wrong if it fails.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae check rover-1 --port /dev/ttyUSB1 --fleet lab.yaml", "guided; kept beside the fleet file and shown by mae status"),
        ("mae check rover-1 --fleet lab.yaml", "without a cable: link and tracker alone"),
        ("mae check rover-1 --port sim --yes", "try it without a rover"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(5);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.EachAnswer;

    public override IEnumerable<Symbol> Symbols => [rover, .. board.Symbols, .. fleet.Symbols, yes];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var name = NameText.Check(rover.Name, parse.GetRequiredValue(rover))!;
        var file = fleet.Load(parse);
        FleetOptions.Require(file, name);
        if (board.IsDryRun(parse))
        {
            return Task.FromResult(DryRun.Say(
                context, "read the supply", "turn the wheels at 400 permille for 0.6 s each and read the encoders",
                "turn to the left on the spot for 1.5 s and read the gyroscope", "blink", "wait for the stop button",
                "look for the rover on the broker and for what a tracker told it"));
        }

        if (!parse.GetValue(yes) && Console.IsInputRedirected && !IsSimulated(parse))
        {
            throw new MaeException(
                ExitCode.Usage, "MAE349", "Nobody is there to answer.", "Add --yes: what only a person sees is skipped.");
        }

        var book = CheckBook.Of(parse.GetValue(fleet.Fleet));
        var steps = new List<CheckStep>();
        string? serial = null;
        void Say(CheckStep step)
        {
            steps.Add(step);
            context.Console.WriteLine($"{step.Part,-12} {step.Verdict,-8} {step.Detail}");
            if (step.Next is not null)
                context.Console.WriteLine($"{"",22}{step.Next}");
        }

        if (parse.GetValue(board.Port) is { } port)
            AtConsole(parse, context, port, name, Say, ref serial);
        else
            Say(new CheckStep("console", CheckStep.Skipped, "no cable: --port PORT checks supply, wheels, gyroscope, lights, stop button"));
        foreach (var step in OnBroker(parse, context, file, name))
            Say(step);
        var failed = steps.Where(step => step.IsFailed).Select(step => step.Part).ToList();
        var json = new JsonObject
        {
            ["rover"] = name,
            ["at"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["serial"] = serial,
            ["ok"] = failed.Count == 0,
            ["failed"] = JsonText.Array(failed),
            ["steps"] = new JsonArray([.. steps.Select(step => (JsonNode)new JsonObject
            {
                ["part"] = step.Part, ["verdict"] = step.Verdict, ["detail"] = step.Detail, ["next"] = step.Next,
            })]),
        };
        book?.Keep(name, (JsonObject)json.DeepClone());
        json["kept_in"] = book?.Place;
        context.Console.WriteLine(
            failed.Count == 0 ? $"{name}: nothing failed." : $"{name}: {string.Join(", ", failed)}. Put it right, and check again.");
        return Task.FromResult(new VerbResult(json, failed.Count == 0 ? ExitCode.Ok : ExitCode.Partial));
    }

    private bool IsSimulated(ParseResult parse) => parse.GetValue(board.Port) is { } port && BoardPort.IsSimulated(port);

    private void AtConsole(
        ParseResult parse, VerbContext context, string port, string name, Action<CheckStep> say, ref string? serial)
    {
        try
        {
            using var line = BoardPort.Open(port, context.Cancellation, new SimulatedWiring());
            var console = new BoardConsoleClient(line, context.Timeout);
            var info = console.Ask("info");
            serial = info.GetValueOrDefault("serial");
            say(info.GetValueOrDefault("name") == name
                ? new CheckStep("name", CheckStep.Ok, $"{name}, firmware {info.GetValueOrDefault("firmware")}")
                : line is SimulatedBoard
                ? new CheckStep("name", CheckStep.Skipped, "a simulated board is anybody")
                : new CheckStep(
                    "name", CheckStep.Failed, $"the board on {port} is {info.GetValueOrDefault("name")}",
                    $"Another cable, or: mae provision --port {port} --name {name}"));
            var sim = line as SimulatedBoard;
            foreach (var step in new BringUp(
                console, line, parse.GetValue(yes) || sim is not null ? null : text => Ask(context, text),
                sim is null ? null : pressed => sim.Body.PressEmergencyStop(pressed)).Run())
                say(step);
        }
        catch (BoardException error)
        {
            throw BoardPort.Of(error);
        }
    }

    private IEnumerable<CheckStep> OnBroker(ParseResult parse, VerbContext context, FleetFile file, string name)
    {
        const string Link = "link";
        const string Tracker = "tracker";
        if (IsSimulated(parse) || file.Broker.Host is null)
        {
            var why = IsSimulated(parse) ? "a simulated board has no network" : "the fleet file names no broker";
            return [new(Link, CheckStep.Skipped, why), new(Tracker, CheckStep.Skipped, why)];
        }

        try
        {
            using var link = FleetLink.Connect(file, Name, context.Timeout);
            bool Speaks() => LiveFleet.HasMode(link.Session, name) && link.Session.Roster[name].StateUs >= 0;
            if (!link.Listen(Speaks, LinkLimit, context.Cancellation))
            {
                return
                [
                    new(
                        Link, CheckStep.Failed, $"{name} says nothing on {file.Broker.Address}",
                        "Wi-Fi name and password, the broker's address, user and password; mae info --port PORT shows network=, broker=."),
                    new(Tracker, CheckStep.Skipped, "the rover is not there"),
                ];
            }

            var there = link.Session.Roster[name];
            var signal = there.SignalDbm is { } dbm ? $", {dbm} dBm" : "";
            return
            [
                there.SignalDbm is < -80
                    ? new(
                        Link, CheckStep.Failed, $"it is there, at {there.SignalDbm} dBm",
                        "Too weak to drive by: nearer to the access point.")
                    : new(Link, CheckStep.Ok, $"it is there: {there.ModeName}{signal}"),
                there.IsTracked
                    ? new(Tracker, CheckStep.Ok, "a tracker has placed it")
                    : new(Tracker, CheckStep.Skipped, "no tracker has placed it; where there is one: mae track, and its marker in sight"),
            ];
        }
        catch (MessagingException error)
        {
            return
            [
                new(Link, CheckStep.Failed, error.Message, "mae doctor looks at the broker."),
                new(Tracker, CheckStep.Skipped, "no broker"),
            ];
        }
    }

    /// <summary>What a person typed: Enter is yes, the end of the input is no. Wheels turn on it.</summary>
    internal static bool IsYes(string? typed) => typed?.Trim() is { } said && (said.Length == 0 || said[0] is 'y' or 'Y');

    private static bool Ask(VerbContext context, string question)
    {
        context.Error.Write(question + " [Y/n] ");
        return IsYes(Console.ReadLine());
    }
}
