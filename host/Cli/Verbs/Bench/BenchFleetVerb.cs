using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>How many fleets one host coordinates. Exit 1 where a deadline was missed or a plan got no answer.</summary>
public sealed class BenchFleetVerb : Verb
{
    private const int MostBytes = 1 << 16;

    /// <summary>As many as a silo takes where nothing else is said.</summary>
    private const int FleetsOfSilo = 100;

    private readonly Option<int?> fleets = NumberOption.Int("--fleets", "Fleets (default 10)", 1, 10_000);
    private readonly Option<int?> rovers = NumberOption.Int("--rovers", "Rovers of each (default 10)", 2, 1000);
    private readonly Option<double?> period = NumberOption.Double("--period", "Control period (default 0.25)", 0.01, 10, "SECONDS");
    private readonly Option<double?> seconds = NumberOption.Double("--seconds", "How long, once all drive (default 30)", 2, 1e5, "SECONDS");
    private readonly Option<int?> rounds = NumberOption.Int("--rounds", "Negotiation rounds a period (default 1)", 1, 20);
    private readonly Option<string> broker = new("--broker")
    {
        Description = "mqttnet (default) or mosquitto: a broker of our own", DefaultValueFactory = _ => OwnBroker.MqttNet,
    };

    private readonly Option<string[]> fit = new("--fit")
    {
        Description = "Earlier results (--json): nothing is driven; what 1,000, 10,000 and 100,000 rovers need by them", HelpName = "FILE",
    };

    public BenchFleetVerb() => broker.AcceptOnlyFromAmong([.. OwnBroker.Kinds]);

    public override string Name => "fleet";

    public override string Summary => "Coordinate many fleets at once: round trips, deadlines missed, load of host, simulator and broker.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench fleet", "ten fleets of ten simulated rovers, half a minute"),
        ("mae bench fleet --fleets 100 --rovers 10 --period 0.25 --seconds 600 --broker mosquitto --json", "a thousand rovers at 4 Hz"),
        ("mae bench fleet --fleets 1 --rovers 200 --period 0.2", "one large fleet at 5 Hz"),
        ("mae bench fleet --fit small.json --fit large.json", "what more rovers need than were measured, and what breaks first"),
    ];

    public override IEnumerable<Symbol> Symbols => [fleets, rovers, period, seconds, rounds, broker, fit];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        if (parse.GetValue(fit) is { Length: > 0 } files)
            return Fit(parse, context, files);
        var count = parse.GetValue(fleets) ?? 10;
        var kind = FleetText.Chain("bench", parse.GetValue(rovers) ?? 10, parse.GetValue(period) ?? 0.25, parse.GetValue(rounds) ?? 1);
        using var bench = new FleetBench(kind, count, parse.GetRequiredValue(broker));
        var result = await Task.Run(
            () => bench.Measure(parse.GetValue(seconds) ?? 30, text => context.Console.WriteLine(text), context.Cancellation));
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Rovers} rovers in {count} fleets at {1 / kind.PeriodS:0.##} Hz, {bench.BrokerName}: {result.RoundTrips} round trips, "
            + $"p50 {result.P50Ms:0.0} ms, p99 {result.P99Ms:0.0} ms, longest {result.MaxMs:0.0} ms; {result.DeadlineMisses} deadlines missed, "
            + $"{result.Lost} plans without an answer"));
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"of {Environment.ProcessorCount} cores: host {result.HostCpuShare:P1}, simulator {result.SimulatorCpuShare:P1}, broker "
            + $"{result.BrokerCpuShare:P1}; {result.HostBytesPerRover / 1024:0} kB of the host's memory for each rover"));
        var json = result.ToJson();
        json["fleets"] = count;
        json["period_s"] = kind.PeriodS;
        json["rounds_per_period"] = kind.RoundsPerPeriod;
        json["broker"] = bench.BrokerName;
        json["cores"] = Environment.ProcessorCount;
        return new VerbResult(json, result.DeadlineMisses == 0 && result.Lost == 0 ? ExitCode.Ok : ExitCode.Failed);
    }

    private VerbResult Fit(ParseResult parse, VerbContext context, string[] files)
    {
        var points = files.Select(path => FleetModel.Read(path, InputFile.Text(path, MostBytes))).ToList();
        var model = FleetModel.Of(points);
        var (each, rate) = (parse.GetValue(rovers) ?? 10, (parse.GetValue(rounds) ?? 1) / (parse.GetValue(period) ?? 0.25));
        var table = new FittedTable("rovers", "fleets", "host cores", "broker cores", "host MB", "silos");
        var needs = new JsonArray();
        foreach (var many in new[] { 1_000, 10_000, 100_000 })
        {
            var (host, brokers, bytes) = model.Need(many, each, rate);
            var count = (many + each - 1) / each;
            var silos = (int)Math.Ceiling(Math.Max(
                count / (double)FleetsOfSilo, host / (FleetModel.MostShare * Environment.ProcessorCount)));
            table.Add([.. new double[] { many, count, host, brokers, bytes / 1e6, silos }.Select(
                number => number.ToString("0.##", CultureInfo.InvariantCulture))]);
            needs.Add(new JsonObject
            {
                ["rovers"] = many,
                ["fleets"] = count,
                ["host_cores"] = JsonText.Number(host),
                ["broker_cores"] = JsonText.Number(brokers),
                ["host_bytes"] = JsonText.Number(bytes),
                ["silos"] = silos,
            });
        }

        table.Write(context.Console);
        var limits = model.Limits(each, rate, Environment.ProcessorCount, FleetsOfSilo);
        foreach (var (what, most) in limits)
            context.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {most:0} rovers"));
        context.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"fitted to {points.Count} results; the host's processor time is off by {model.WorstError:P0} at most"));
        return new VerbResult(new JsonObject
        {
            ["points"] = points.Count,
            ["rovers_per_fleet"] = each,
            ["rounds_per_s"] = rate,
            ["cores"] = Environment.ProcessorCount,
            ["model"] = model.ToJson(),
            ["needs"] = needs,
            ["limits"] = new JsonArray([.. limits.Select(limit => (JsonNode)new JsonObject
            {
                ["what"] = limit.What,
                ["rovers"] = JsonText.Number(Math.Floor(limit.Rovers)),
            })]),
        });
    }
}
