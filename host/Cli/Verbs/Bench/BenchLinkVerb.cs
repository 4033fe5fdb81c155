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
    private readonly Option<double?> warmUp = NumberOption.Double(
        "--warm-up", "The same before that, not measured: both runtimes compile meanwhile (default 5)", 0, 3600, "SECONDS");
    private readonly Option<string> client = new("--client")
    {
        Description = "mqttnet (default), in-process, or several with commas",
        HelpName = "CLIENT",
        DefaultValueFactory = _ => LinkFactory.Auto,
    };

    public override string Name => "link";

    public override string Summary => "Send round trips of many rovers through one broker: lost messages, p50, p99.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae bench link", "50 rovers at 20 Hz through a broker of our own, in a process of its own"),
        ("mae bench link --rovers 100 --broker 127.0.0.1:1883", "through a broker that is there"),
        ("mae bench link --rovers 100 --broker mqttnet,mosquitto --json", "the same through each broker of our own, one after the other"),
        ("mae bench link --client mqttnet,in-process --broker mosquitto --json", "each client with each broker"),
    ];

    public override IEnumerable<Symbol> Symbols => [rovers, rate, seconds, warmUp, client, .. fleet.Symbols];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var clients = parse.GetRequiredValue(client).Split(',', StringSplitOptions.TrimEntries)
            .Select(name => LinkFactory.Choose(name, new InProcessBroker())).ToList();
        // Names where an address could stand: brokers of our own.
        var named = parse.GetValue(fleet.Broker)?.Split(',', StringSplitOptions.TrimEntries).ToList() ?? [];
        var isOwn = named.Count > 0 && named.All(name => OwnBroker.Kinds.Contains(name));
        var file = isOwn ? FleetOptions.Load(parse.GetValue(fleet.Fleet), null) : fleet.Load(parse);
        var plain = new LinkCapacityOptions();
        var options = plain with
        {
            Rovers = parse.GetValue(rovers) ?? plain.Rovers,
            RateHz = parse.GetValue(rate) ?? plain.RateHz,
            Duration = parse.GetValue(seconds) is { } given ? TimeSpan.FromSeconds(given) : plain.Duration,
            WarmUp = TimeSpan.FromSeconds(parse.GetValue(warmUp) ?? 5),
            Link = file.Broker.ToLinkOptions("mae-bench", TimeSpan.FromSeconds(5)),
        };
        var results = new List<JsonObject>();
        long lost = 0;
        foreach (var factory in clients)
        {
            string?[] own = isOwn ? [.. named] : [file.Broker.Host is null ? OwnBroker.MqttNet : null];
            foreach (var kind in factory.Name == LinkFactory.InProcess ? [null] : own)
            {
                using var broker = kind is null ? null : OwnBroker.StartApart(kind, OwnProgram.CommandLine);
                var (json, one) = Measure(factory, broker, options, context);
                results.Add(json);
                lost += one;
            }
        }

        var all = results.Count == 1 ? (JsonObject)results[0].DeepClone() : [];
        all["results"] = new JsonArray([.. results]);
        return Task.FromResult(new VerbResult(all, lost == 0 ? ExitCode.Ok : ExitCode.Failed));
    }

    private static (JsonObject Json, long Lost) Measure(
        LinkFactory factory, OwnBroker? broker, LinkCapacityOptions options, VerbContext context)
    {
        var link = broker is null
            ? options.Link
            : options.Link with { Host = OwnBroker.Host, Port = broker.Port, CaFile = null, User = null };
        var name = broker?.Description ?? (factory.Name == LinkFactory.InProcess ? LinkFactory.InProcess : link.Address);
        var before = broker?.ProcessorTime;
        var result = LinkCapacityBench.Run(factory, options with { Link = link }, context.Cancellation);
        context.Console.MarkupInterpolated($"{result.Rovers} rovers at {result.RateHz} Hz, {result.Client} and {name}: ");
        context.Console.MarkupInterpolated($"{result.Messages} round trips, [bold]{result.Lost}[/] lost, p50 {result.P50Ms:0.00} ms, ");
        context.Console.MarkupLineInterpolated($"p99 [bold]{result.P99Ms:0.00}[/] ms, longest {result.MaxMs:0.00} ms");
        var json = new JsonObject
        {
            ["client"] = result.Client,
            ["broker"] = name,
            ["rovers"] = result.Rovers,
            ["rate_hz"] = result.RateHz,
            ["duration_s"] = JsonText.Number(result.DurationS),
            ["warm_up_s"] = JsonText.Number(options.WarmUp.TotalSeconds),
            ["warm_up_lost"] = result.WarmUpLost,
            ["sent"] = result.Messages,
            ["lost"] = result.Lost,
            ["lost_outbox"] = result.LostOutbox,
            ["lost_inbox"] = result.LostInbox,
            ["lost_broker"] = result.LostBroker,
            ["p50_ms"] = JsonText.Number(result.P50Ms),
            ["p99_ms"] = JsonText.Number(result.P99Ms),
            ["max_ms"] = JsonText.Number(result.MaxMs),
            ["client_cpu_s"] = JsonText.Number(result.ProcessCpuS),
            ["broker_cpu_s"] = broker?.ProcessorTime - before is { } used ? JsonText.Number(used.TotalSeconds) : null,
        };
        return (json, result.Lost + result.WarmUpLost);
    }
}
