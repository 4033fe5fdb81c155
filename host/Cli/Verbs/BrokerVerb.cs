using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>A broker in a process of its own, for fleets on this machine: hosts come and go, and what was retained stays.</summary>
public sealed class BrokerVerb : Verb
{
    private readonly Option<int?> port = NumberOption.Int("--port", "TCP port on 127.0.0.1 (default 1883)", 1, 65535);
    private readonly Option<string> folder = new("--folder") { Description = "Folder for what is retained", HelpName = "FOLDER", DefaultValueFactory = _ => "broker" };
    private readonly Option<double?> duration = NumberOption.Double("--duration", "End after this time (default: at Ctrl-C)", 0.1, 1e6, "SECONDS");

    public override string Name => "broker";

    public override string Summary => "Run an MQTT broker on this machine; what is retained outlives it.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae broker", "on 127.0.0.1:1883 until Ctrl-C; then elsewhere: mae sim --broker 127.0.0.1:1883"),
        ("mae broker --port 2883 --folder lab-broker", "a second one, with a memory of its own"),
    ];

    public override IEnumerable<Symbol> Symbols => [port, folder, duration];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var place = Directory.CreateDirectory(parse.GetRequiredValue(folder)).FullName;
        using var broker = MqttNetBroker.Start(new MqttNetBrokerOptions { Port = parse.GetValue(port) ?? 1883, RetainedFile = Path.Combine(place, "retained.log") });
        context.Console.WriteLine($"{MqttNetBroker.Description} on {MqttNetBroker.Host}:{broker.Port}, open to everybody on this machine and to nobody else; retained messages in {place}. Ctrl-C ends it.");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        if (parse.GetValue(duration) is { } seconds)
            end.CancelAfter(TimeSpan.FromSeconds(seconds));
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, end.Token);
        }
        catch (OperationCanceledException)
        {
            context.Cancellation.ThrowIfCancellationRequested();
        }

        return new VerbResult(new JsonObject { ["broker"] = MqttNetBroker.Description, ["port"] = broker.Port, ["clients"] = broker.Clients, ["folder"] = place });
    }
}
