using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging.Bench;
using MultiAgentEdge.Host.Messaging;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>How many rovers one broker carries. Exit 1 where a message was lost.</summary>
public sealed class BenchLinkVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<int?> rovers = NumberOption.Int("--rovers", "Simulated rovers (default 50)", 1, LinkCapacityOptions.MostRovers);
    private readonly Option<double?> rate = NumberOption.Double("--rate", "Round trips a second of each (default 20)", 0.1, 1000, "HZ");
    private readonly Option<double?> seconds = NumberOption.Double("--seconds", "How long (default 10)", 0.1, 3600, "SECONDS");
    private readonly Option<string> client = new Option<string>("--client") { Description = "auto, libmosquitto, mqttnet or in-process", DefaultValueFactory = _ => LinkFactory.Auto };

    public BenchLinkVerb() => client.AcceptOnlyFromAmong([.. LinkFactory.Names]);

    public override string Name => "link";

    public override string Summary => "Send round trips of many rovers through one broker: lost messages, p50, p99.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench link", "50 rovers at 20 Hz through a broker of our own"),
        ("mae bench link --rovers 100 --broker 127.0.0.1:1883", "through a broker that is there"),
        ("mae bench link --client mqttnet --broker mosquitto --json", "each client with each broker of our own: mqttnet, mosquitto"),
    ];

    public override IEnumerable<Symbol> Symbols => [rovers, rate, seconds, client, .. fleet.Symbols];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        // A name where an address could stand: one of our own.
        var named = parse.GetValue(fleet.Broker) is OwnBroker.MqttNet or OwnBroker.Mosquitto ? parse.GetValue(fleet.Broker) : null;
        var file = named is null ? fleet.Load(parse) : FleetOptions.Load(parse.GetValue(fleet.Fleet), null);
        var factory = LinkFactory.Choose(parse.GetRequiredValue(client), new InProcessBroker());
        var plain = new LinkCapacityOptions();
        var count = parse.GetValue(rovers) ?? plain.Rovers;
        if (factory.Name == LinkFactory.LibMosquitto && count > LinkCapacityOptions.MostWithLibMosquitto)
            throw new MaeException(ExitCode.Usage, "MAE416", $"libmosquitto carries {LinkCapacityOptions.MostWithLibMosquitto} rovers in one process, not {count}.", "Take --client mqttnet.");
        using var broker = (named is not null || file.Broker.Host is null) && factory.Name != LinkFactory.InProcess ? OwnBroker.Start(named ?? OwnBroker.Mosquitto) : null;
        var link = file.Broker.ToLinkOptions("mae-bench", TimeSpan.FromSeconds(5));
        if (broker is not null)
            link = link with { Host = OwnBroker.Host, Port = broker.Port, CaFile = null, User = null };
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var (clientCpu, brokerCpu) = (self.TotalProcessorTime, broker?.ProcessorTime);
        var result = LinkCapacityBench.Run(factory, plain with
        {
            Rovers = count,
            RateHz = parse.GetValue(rate) ?? plain.RateHz,
            Duration = parse.GetValue(seconds) is { } given ? TimeSpan.FromSeconds(given) : plain.Duration,
            Link = link,
        }, context.Cancellation);
        self.Refresh();
        context.Console.MarkupLineInterpolated($"{result.Rovers} rovers at {result.RateHz} Hz, {result.Client}: {result.Messages} round trips, [bold]{result.Lost}[/] lost, p50 {result.P50Ms:0.00} ms, p99 [bold]{result.P99Ms:0.00}[/] ms, longest {result.MaxMs:0.00} ms");
        return Task.FromResult(new VerbResult(
            new JsonObject
            {
                ["client"] = result.Client,
                ["broker"] = broker?.Description ?? (factory.Name == LinkFactory.InProcess ? LinkFactory.InProcess : link.Address),
                ["rovers"] = result.Rovers,
                ["rate_hz"] = result.RateHz,
                ["duration_s"] = JsonText.Number(result.DurationS),
                ["sent"] = result.Messages,
                ["lost"] = result.Lost,
                ["p50_ms"] = JsonText.Number(result.P50Ms),
                ["p99_ms"] = JsonText.Number(result.P99Ms),
                ["max_ms"] = JsonText.Number(result.MaxMs),
                // With the broker in this process both are one sum.
                ["client_cpu_s"] = JsonText.Number((self.TotalProcessorTime - clientCpu).TotalSeconds),
                ["broker_cpu_s"] = broker?.ProcessorTime is { } after && brokerCpu is { } before ? JsonText.Number((after - before).TotalSeconds) : null,
            },
            result.Lost == 0 ? ExitCode.Ok : ExitCode.Failed));
    }
}
