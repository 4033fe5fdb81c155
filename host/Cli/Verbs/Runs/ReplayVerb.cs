using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Runs;
using MultiAgentEdge.Host.Telemetry.Records;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Publishes a record on a broker at its times: every tool sees its rovers as live.</summary>
public sealed class ReplayVerb : Verb
{
    private readonly Argument<string> run = new("RUN") { Description = "Name or path of a run, a record, or latest" };
    private readonly Option<string?> broker = new(
        "--broker") { Description = "Broker to publish on (default: that of fleet.yaml)", HelpName = "[mqtt[s]://]HOST[:PORT]" };
    private readonly Option<string?> name = new(
        "--fleet") { Description = "Fleet name that the rovers get, or a fleet file (default: the record's)", HelpName = "NAME|FILE" };
    private readonly Option<double?> speed = NumberOption.Double(
        "--speed", "Times the record's own; 0: as fast as it goes (default 1)", 0, 1000, "FACTOR");
    private readonly Option<double?> from = NumberOption.Double("--from-s", "Begin so many seconds into the record", 0, 1e9, "S");
    private readonly Option<string> runs = CommonOption.Runs();

    public override string Name => "replay";

    public override string Summary => "Publish a run's record on a broker, at its times: rovers that mae status and others see as live.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae replay latest --broker 127.0.0.1:1883", "the newest run, as it was"),
        ("mae replay latest --broker 127.0.0.1 --speed 4 --fleet again", "four times as fast, as fleet again"),
    ];

    public override IEnumerable<Symbol> Symbols => [run, broker, name, speed, from, runs];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var found = RecordedRun.Find(new RunCatalog(parse.GetRequiredValue(runs)), parse.GetRequiredValue(run));
        using var record = found.Open();
        var fleet = Fleet(parse, found, record);
        if (!record.Channels.Any(FleetReplay.IsReplayed))
        {
            throw RecordedRun.Lacks(
                $"The record of {found.Name} holds nothing that a rover said.", "A training has none; take a run that drove: mae runs");
        }

        var factor = parse.GetValue(speed) switch { null => 1, 0 => double.PositiveInfinity, var given => given.Value };
        using var replay = FleetReplay.Connect(fleet, found.Name, context.Timeout, context.Cancellation);
        context.Console.MarkupLineInterpolated(
            $"{found.Name} as fleet [bold]{fleet.Fleet}[/] on {fleet.Broker.Address}; see it: mae status --broker {fleet.Broker.Address}");
        var (reachedS, saidS) = (0.0, double.NegativeInfinity);
        try
        {
            await Task.Run(
                () => replay.Run(record, factor, parse.GetValue(from) ?? 0, atS =>
                {
                    reachedS = atS;
                    if (atS < saidS + 5)
                        return;
                    saidS = atS;
                    context.Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{atS,7:0.0} s  {replay.Published} messages of {replay.Rovers.Count()} rovers"));
                }, context.Cancellation),
                CancellationToken.None);
        }
        catch (FormatException exception)
        {
            throw RecordedRun.Damaged(exception);
        }

        context.Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{replay.Published} messages in {reachedS:0.0} s of the record."));
        return new VerbResult(new JsonObject
        {
            ["run"] = found.Name,
            ["record"] = found.Path,
            ["fleet"] = fleet.Fleet,
            ["broker"] = fleet.Broker.Address,
            ["rovers"] = JsonText.Array(replay.Rovers),
            ["messages"] = replay.Published,
            ["duration_s"] = JsonText.Number(reachedS),
            ["speed"] = double.IsFinite(factor) ? factor : 0,
        });
    }

    private FleetFile Fleet(ParseResult parse, RecordedRun found, McapReader record)
    {
        var said = parse.GetValue(name);
        var isFile = said is not null && (File.Exists(said) || said.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase));
        var file = FleetOptions.Load(isFile ? said : null, parse.GetValue(broker));
        if (file.Broker.Host is null)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE546", "Nothing says where to replay.", "Add --broker HOST; mae broker makes one on this machine.");
        }

        if (isFile)
            return file;
        if (said is not null)
            return file with { Fleet = NameText.Check(name.Name, said)! };
        var own = record.Metadata(RunRecord.About)?.FirstOrDefault(pair => pair.Key == "fleet").Value;
        return string.IsNullOrEmpty(own)
            ? throw RecordedRun.Lacks($"The record of {found.Name} names no fleet.", "Give it a name: --fleet NAME.")
            : file with { Fleet = own };
    }
}
