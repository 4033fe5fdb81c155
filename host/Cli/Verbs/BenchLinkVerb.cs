using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Cli.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Messaging.Bench;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>How many rovers one broker carries. Exit 1 where a message was lost.</summary>
public sealed class BenchLinkVerb : Verb
{
    private readonly FleetOptions fleet = new();
    private readonly Option<int?> rovers = NumberOption.Int("--rovers", "Simulated rovers (default 50)", 1, 250);
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
    ];

    public override IEnumerable<Symbol> Symbols => [rovers, rate, seconds, client, .. fleet.Symbols];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.Load(parse);
        var factory = LinkFactory.Choose(parse.GetRequiredValue(client), new InProcessBroker());
        using var broker = file.Broker.Host is null && factory.Name != LinkFactory.InProcess ? MosquittoBroker.Start(new MosquittoBrokerOptions { IsDurable = false }) : null;
        var link = file.Broker.ToLinkOptions("mae-bench", TimeSpan.FromSeconds(5));
        var plain = new LinkCapacityOptions();
        var result = LinkCapacityBench.Run(factory, plain with
        {
            Rovers = parse.GetValue(rovers) ?? plain.Rovers,
            RateHz = parse.GetValue(rate) ?? plain.RateHz,
            Duration = parse.GetValue(seconds) is { } given ? TimeSpan.FromSeconds(given) : plain.Duration,
            Link = link with { Port = broker?.Port ?? link.Port },
        }, context.Cancellation);
        context.Console.MarkupLineInterpolated($"{result.Rovers} rovers at {result.RateHz} Hz, {result.Client}: {result.Messages} round trips, [bold]{result.Lost}[/] lost, p50 {result.P50Ms:0.00} ms, p99 [bold]{result.P99Ms:0.00}[/] ms, longest {result.MaxMs:0.00} ms");
        return Task.FromResult(new VerbResult(
            new JsonObject
            {
                ["client"] = result.Client,
                ["rovers"] = result.Rovers,
                ["rate_hz"] = result.RateHz,
                ["duration_s"] = JsonText.Number(result.DurationS),
                ["messages"] = result.Messages,
                ["lost"] = result.Lost,
                ["round_trip_p50_ms"] = JsonText.Number(result.P50Ms),
                ["round_trip_p99_ms"] = JsonText.Number(result.P99Ms),
                ["round_trip_max_ms"] = JsonText.Number(result.MaxMs),
            },
            result.Lost == 0 ? ExitCode.Ok : ExitCode.Failed));
    }
}
