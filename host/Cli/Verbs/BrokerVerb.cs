using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>A broker in a process of its own: hosts come and go, and what was retained stays. Beyond this machine only for a secured
/// fleet.</summary>
public sealed class BrokerVerb : Verb
{
    private readonly Option<string?> fleet = new("--fleet")
    {
        Description = "Fleet file (default: fleet.yaml where there is one); a secured fleet's broker asks for passwords and speaks TLS",
        HelpName = "FILE",
    };
    private readonly Option<string?> bind = new("--bind")
    {
        Description = "Address to listen on (default 127.0.0.1; 0.0.0.0 or ::, every one of this machine)",
        HelpName = "ADDRESS",
    };
    private readonly Option<int?> port = NumberOption.Int("--port", "TCP port (default 1883; for a secured fleet its own)", 1, 65535);
    private readonly Option<string> folder = new("--folder")
    {
        Description = "Folder for what is retained",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => "broker",
    };
    private readonly Option<double?> duration = NumberOption.Double(
        "--duration", "End after this time (default: at Ctrl-C)", 0.1, 1e6, "SECONDS");

    public override string Name => "broker";

    public override string Summary => "Run an MQTT broker for a fleet; what is retained outlives it.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae broker", "on 127.0.0.1:1883 until Ctrl-C; then elsewhere: mae sim --broker 127.0.0.1:1883"),
        ("mae broker --port 2883 --folder lab-broker", "a second one, with a memory of its own"),
        ("mae broker --fleet lab.yaml --bind 192.168.1.10", "for rovers on a network, after: mae fleet secure --fleet lab.yaml"),
    ];

    public override IEnumerable<Symbol> Symbols => [fleet, bind, port, folder, duration];

    public override async Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var file = FleetOptions.Load(parse.GetValue(fleet), null);
        var security = file.Secured;
        var address = Address(parse.GetValue(bind), security, parse.GetValue(fleet));
        var place = Directory.CreateDirectory(parse.GetRequiredValue(folder)).FullName;
        using var broker = Start(new MqttNetBrokerOptions
        {
            Address = address,
            Port = parse.GetValue(port) ?? security?.Port ?? BrokerAddress.PlainPort,
            Security = security?.Broker,
            RetainedFile = Path.Combine(place, "retained.log"),
            Listener = new(
                Topics.Of("+", "+", Topics.State),
                new LastWords(TimeProvider.System).Hear,
                security is null ? null : FleetSecurity.HostUser),
        });
        using var quiet = new QuietMemory();
        var connected = new ConnectedClients(context.Error);
        broker.ClientChanged += connected.Change;
        var at = BrokerAddress.Text(address.ToString(), broker.Port);
        var whom = security is null
            ? ", open to everybody on this machine and to nobody else"
            : $" for fleet {file.Fleet}, with TLS and the passwords of {security.Folder}";
        context.Console.WriteLine($"{MqttNetBroker.Description} on {at}{whom}; retained messages in {place}. Ctrl-C ends it.");
        foreach (var rover in security is null ? [] : file.Rovers)
            context.Console.WriteLine("  " + (security! with { Port = broker.Port }).ProvisionLine(rover.Name));
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

        return new VerbResult(new JsonObject
        {
            ["broker"] = MqttNetBroker.Description,
            ["address"] = address.ToString(),
            ["port"] = broker.Port,
            ["is_secured"] = security is not null,
            ["clients"] = connected.Now.Count,
            ["connected"] = new JsonArray([.. connected.Now.Select(client => (JsonNode)new JsonObject
            {
                ["client_id"] = client.ClientId,
                ["user"] = client.User,
                ["address"] = client.Address,
            })]),
            ["folder"] = place,
        });
    }

    private static IPAddress Address(string? text, FleetSecurity? security, string? fleetFile)
    {
        if (text is null)
            return IPAddress.Loopback;
        if (!IPAddress.TryParse(text == "localhost" ? "127.0.0.1" : text.Trim('[', ']'), out var address))
        {
            throw new MaeException(
                ExitCode.Usage, "MAE004", $"--bind \"{NameText.Short(text)}\" is no address of this machine.",
                "Write one, such as 192.168.1.10, or 0.0.0.0 for all.");
        }

        if (security is null && !IPAddress.IsLoopback(address))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE418",
                $"On {address} others reach the broker, and this fleet has no passwords: whoever finds the port could drive it.",
                $"Secure the fleet first: mae fleet secure{(fleetFile is null ? "" : $" --fleet {FleetSecurity.Quoted(fleetFile)}")}");
        }

        return address;
    }

    private static MqttNetBroker Start(MqttNetBrokerOptions options)
    {
        try
        {
            return MqttNetBroker.Start(options);
        }
        catch (Exception e) when (e is InvalidDataException or System.Security.Cryptography.CryptographicException)
        {
            throw new MaeException(ExitCode.Configuration, "MAE218", e.Message, "Make the fleet's files anew: mae fleet secure", e);
        }
    }
}
