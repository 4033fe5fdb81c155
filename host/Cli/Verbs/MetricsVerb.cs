using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Web.Metrics;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>A fleet's metrics for Prometheus and OTLP. Exit 0: its --timeout was up; 130: Ctrl-C.</summary>
public sealed class MetricsVerb : Verb
{
    private const double DefaultEveryS = 5;

    private readonly FleetOptions fleet = new();
    private readonly Option<int?> port = NumberOption.Int("--port", "For Prometheus to read (default 9464; 0: a free one)", 0, 65535);
    private readonly Option<Uri?> otlp = new("--otlp") { Description = "Collector to tell by OTLP over HTTP", HelpName = "http://HOST:4318" };
    private readonly Option<double?> every = NumberOption.Double("--every", "How often it is told (default 5)", 0.1, 3600, "S");

    public MetricsVerb() => otlp.Validators.Add(result =>
    {
        if (result.Tokens is [var token, ..]
            && !(Uri.TryCreate(token.Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            result.AddError($"--otlp takes an address such as http://127.0.0.1:4318, not \"{NameText.Short(token.Value)}\".");
    });

    public override string Name => "metrics";

    public override string Summary => "Serve a fleet's metrics to Prometheus, and tell a collector by OTLP.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae metrics --broker 127.0.0.1:1883", "Prometheus reads http://127.0.0.1:9464/metrics"),
        ("mae metrics --fleet lab.yaml --otlp http://127.0.0.1:4318", "and a collector of OpenTelemetry is told every 5 s"),
    ];

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.Answers;

    public override IEnumerable<Symbol> Symbols => [.. fleet.Symbols, port, otlp, every];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = fleet.LoadWithBroker(parse);
        using var metrics = new FleetMetrics(file, context.Timeout);
        await using var server = await MetricsServer.StartAsync(
            parse.GetValue(port) ?? MetricsServer.UsualPort, parse.GetValue(otlp), TimeSpan.FromSeconds(parse.GetValue(every) ?? DefaultEveryS),
            context.Cancellation);
        var json = new JsonObject
        {
            ["url"] = server.Url,
            ["fleet"] = file.Fleet,
            ["broker"] = file.Broker.Address,
            ["otlp"] = parse.GetValue(otlp)?.ToString(),
        };
        await Serving.AnnounceAsync(context, json);
        context.Console.MarkupLineInterpolated(
            $"Fleet {file.Fleet} on {file.Broker.Address}: [bold]{server.Url}[/]  Ctrl-C ends it.");
        return await Serving.UntilEndedAsync(context, json);
    }
}
