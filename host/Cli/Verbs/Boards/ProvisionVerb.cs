using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.Json;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Cli.Boards;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet.Adoption;
using MultiAgentEdge.Host.Messaging;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Gives a rover its name, network, broker and key: over its console, or as a file for its storage. Secrets are never
/// shown.</summary>
public sealed partial class ProvisionVerb : Verb
{
    private const string Deployment = ".deploy.json";

    private readonly BoardPort board = new();
    private readonly Option<string?> name = Text("--name", "Rover name, a-z 0-9 and -", "NAME");
    private readonly Option<string?> fleet = Text("--fleet-name", "Fleet name, a-z 0-9 and -", "NAME");
    private readonly Option<string?> ssid = Text("--wifi-ssid", "Wi-Fi network", "SSID");
    private readonly Option<bool> open = new("--wifi-open") { Description = "The network takes no password" };
    private readonly Option<string?> host = Text("--broker-host", "Broker, by address or name; mqtts:// is TLS", "[mqtt[s]://]HOST[:PORT]");
    private readonly Option<int?> port = NumberOption.Int("--broker-port", "Broker port (default 1883, with TLS 8883)", 1, 65535);
    private readonly Option<bool> tls = new(
        "--tls") { Description = "TLS to the broker; its certificate authority goes to I:\\ca.crt of the board" };
    private readonly Option<string?> user = Text("--broker-user", "User name at the broker", "NAME");
    private readonly Option<string?> secrets = Text(
        "--secrets", "File with lines wifi_password=..., broker_password=..., parameter_key=...; only its owner may read it", "FILE");
    private readonly Option<string?> keys = Text("--keys", "Fleet key file: the rover's parameter key is derived from it", "FILE");
    private readonly (int Setting, Option<int?> Value)[] memory =
    [
        (RoverSettings.ParameterBytes, Memory("--parameter-bytes", "Longest parameter set, bytes (default 12288)")),
        (RoverSettings.CouplingCapacity, Memory("--coupling-capacity", "Longest plan: horizon times coupling outputs (default 24)")),
        (RoverSettings.NeighbourCapacity,
            Memory("--neighbour-capacity", "Rovers that a coverage mission keeps in sight (default 16; 0: takes no coverage set)")),
        (RoverSettings.StateCapacity, Memory("--state-capacity", "Longest state of its missions (default 8)")),
        (RoverSettings.SensitivityCapacity,
            Memory("--sensitivity-capacity", "Numbers of a plan's sensitivity, for the newton mode (default 100; 0: none)")),
    ];
    private readonly Option<string?> output = Text(
        "--out", "Write the settings to this file instead of to a port, with FILE.deploy.json for nanoff", "FILE");
    private readonly Option<bool> adoptable = new("--adoptable")
    {
        Description = "For a rover that belongs to nobody yet: makes its name and the code of its label; mae adopt takes it into a fleet",
    };

    private string? labelCode;
    private readonly Option<bool> force = new("--force") { Description = "Overwrite the files of --out and --labels" };
    private readonly Option<bool> all = new("--all")
    {
        Description = "Every board that is plugged in, at once; names from --fleet, in the order of the ports. With --port sim as many "
            + "simulated ones as the fleet has rovers, sim:FOLDER keeps them",
    };
    private readonly Option<string?> fleetFile = Text("--fleet", "Fleet file with the names, for --all", "FILE");
    private readonly Option<string?> labels = Text("--labels", "With --all: write a page of labels (name, serial number, QR code)", "FILE");

    public override string Name => "provision";

    public override string Summary => "Give a rover its name, Wi-Fi, broker and key, over its console or as a file.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae provision --port /dev/ttyUSB1 --name rover-1 --wifi-ssid lab --broker-host 192.168.1.10", "asks for the passwords"),
        ("mae provision --out rover-1.cfg --name rover-1 --wifi-ssid lab --secrets lab.secrets",
            "a file, deployed by nanoff --filedeployment rover-1.cfg.deploy.json"),
        ("mae provision --port sim --name rover-1 --dry-run", "see what would be written"),
        ("mae provision --fleet lab.yaml --all --wifi-ssid lab --labels labels.html", "every board that is plugged in, in one go"),
        ("mae provision --port /dev/ttyUSB1 --parameter-bytes 1280 --coupling-capacity 10 --neighbour-capacity 0",
            "less memory, for a formation only"),
    ];

    public override TimeSpan? DefaultTimeout => TimeSpan.FromSeconds(3);

    public override TimeoutMeaning TimeoutMeans => TimeoutMeaning.EachAnswer;

    public override IEnumerable<Symbol> Symbols =>
        [.. board.Symbols, name, fleet, adoptable, ssid, open, host, port, tls, user, secrets, keys,
            .. memory.Select(one => one.Value), output, force, all, fleetFile, labels];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        foreach (var text in new[] { name, fleet, ssid, host, user, secrets, keys, output, fleetFile, labels })
        {
            if (parse.GetValue(text) is { Length: 0 })
                throw new MaeException(ExitCode.Usage, "MAE316", $"{text.Name} is empty.", $"Give it a value, or leave {text.Name} out.");
        }

        if (parse.GetValue(all))
            return Task.FromResult(RunAll(parse, context));
        if ((parse.GetValue(fleetFile) ?? parse.GetValue(labels)) is not null)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE316", "--fleet and --labels are for all boards at once.", "Add --all, or leave them out.");
        }

        var path = parse.GetValue(output);
        foreach (var read in new[] { secrets, keys })
        {
            if (path is not null && parse.GetValue(read) is { } file && Path.GetFullPath(file) == Path.GetFullPath(path))
                throw Wrong($"--out {path} is the file of {read.Name}.", "Choose another place: --out FILE.");
        }

        if (path is not null && !parse.GetValue(force))
            OutputFile.RefuseExisting("mae provision --force", path, path + Deployment);
        var wanted = Collect(parse, context);
        var checkedSettings = new RoverSettings();
        foreach (var (setting, value) in wanted)
        {
            if (checkedSettings.TrySet(setting, value) is { } wrong)
            {
                throw new MaeException(
                    ExitCode.Usage, "MAE316", $"{RoverSettings.NameOf(setting)} {wrong}.", "See the options: mae provision --help.");
            }
        }

        if (wanted.Count == 0)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE316", "Nothing to provision was given.",
                "Name something: mae provision --name rover-1 --wifi-ssid lab --broker-host 192.168.1.10.");
        }

        var shown = new JsonObject();
        foreach (var (setting, value) in wanted)
            shown[RoverSettings.NameOf(setting)] = RoverSettings.IsSecret(setting) ? "*" : value;
        foreach (var (setting, value) in shown)
            context.Console.WriteLine($"{setting,-16} {value}");
        context.Console.WriteLine(BoardMemory.WithoutPsram);
        var json = new JsonObject { ["settings"] = shown, ["memory"] = BoardMemory.WithoutPsram };
        if (labelCode is not null)
        {
            json["label_code"] = labelCode;
            context.Console.WriteLine($"For its label, and nowhere else: {labelCode}");
        }

        if (board.IsDryRun(parse))
        {
            json["dry_run"] = true;
            context.Console.WriteLine(
                path is null ? "would set these over the console, save them and restart the rover" : $"would write these to {path}");
            return Task.FromResult(new VerbResult(json));
        }

        if (path is not null)
        {
            WriteFile(path, checkedSettings);
            context.Console.WriteLine($"written to {path}; deploy it: nanoff --serialport PORT --filedeployment {path}{Deployment}");
            json["file"] = path;
            return Task.FromResult(new VerbResult(json));
        }

        return Task.FromResult(board.Run(parse, context, (console, line) =>
        {
            // Secrets are for a rover, not for whatever else speaks on that port.
            console.Ask("info");
            foreach (var (setting, value) in wanted)
                console.Ask($"set {RoverSettings.NameOf(setting)} {value}");
            console.Ask("save");
            // Read back: a value that is not there would show first when the rover stays away.
            foreach (var (setting, value) in wanted)
            {
                var name = RoverSettings.NameOf(setting);
                var expected = RoverSettings.IsSecret(setting) ? "*" : value;
                if (console.Get(name) != expected)
                {
                    throw new BoardException(
                        BoardFault.Refused, $"The rover on {line.Description} was given {name}, and reads back something else.");
                }
            }

            line.Send("reboot");
            context.Console.WriteLine($"saved on {line.Description}; the rover starts anew");
            json["port"] = line.Description;
            return new VerbResult(json);
        }));
    }

    // The bounds are the firmware's own, and so is the word on them.
    private static Option<int?> Memory(string name, string description) => NumberOption.Int(name, description, 0, int.MaxValue);

    private static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };

    private List<(int Setting, string Value)> Collect(ParseResult parse, VerbContext context)
    {
        var found = new List<(int, string)>();
        void Add(int setting, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                found.Add((setting, value));
        }

        if (parse.GetValue(adoptable))
        {
            if ((parse.GetValue(name) ?? parse.GetValue(fleet) ?? parse.GetValue(keys)) is not null || parse.GetValue(all))
                throw Wrong("--adoptable makes name and key by itself.", "Leave out --name, --fleet-name, --keys and --all.");
            labelCode = LabelCode.New();
            Add(RoverSettings.Fleet, AdoptionReceiver.Fleet);
            Add(RoverSettings.Name, "new-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(3)));
            Add(RoverSettings.ParameterKey, Convert.ToHexStringLower(LabelCode.KeyOf(labelCode)!));
        }

        Add(RoverSettings.Fleet, parse.GetValue(fleet));
        Add(RoverSettings.Name, parse.GetValue(name));
        Add(RoverSettings.WifiSsid, parse.GetValue(ssid));
        var (brokerHost, brokerPort, brokerTls) = Broker(parse);
        Add(RoverSettings.BrokerHost, brokerHost);
        Add(RoverSettings.BrokerPort, brokerPort?.ToString(CultureInfo.InvariantCulture));
        Add(RoverSettings.BrokerTls, brokerTls is { } secured ? secured ? "1" : "0" : null);
        Add(RoverSettings.BrokerUser, parse.GetValue(user));
        foreach (var (setting, value) in memory)
            Add(setting, parse.GetValue(value)?.ToString(CultureInfo.InvariantCulture));
        var secret = parse.GetValue(secrets) is { } file ? SecretsFile.Read(file) : new Dictionary<int, string>();
        Add(RoverSettings.WifiPassword, WifiPassword(parse, context, secret));
        Add(
            RoverSettings.BrokerPassword,
            secret.GetValueOrDefault(RoverSettings.BrokerPassword)
                ?? Prompt(context, parse.GetValue(user), user.Name, "Broker password", "broker_password", ""));
        if (labelCode is not null)
            return found;
        if (secret.ContainsKey(RoverSettings.ParameterKey) && parse.GetValue(keys) is not null)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE316", "The secrets have a parameter_key and --keys makes one too.", "Keep one of the two.");
        }

        Add(RoverSettings.ParameterKey, secret.GetValueOrDefault(RoverSettings.ParameterKey) ?? Key(parse));
        return found;
    }

    private static MaeException Wrong(string what, string next) => new(ExitCode.Usage, "MAE316", what, next);

    private string? Key(ParseResult parse)
    {
        if (parse.GetValue(keys) is not { } path)
            return null;
        if (parse.GetValue(name) is not { Length: > 0 } rover)
        {
            return parse.GetValue(all)
                ? null
                : throw new MaeException(ExitCode.Usage, "MAE316", "The key belongs to a rover's name.", "Give it: --name rover-1.");
        }

        return Key(parse, rover);
    }

    private string? Key(ParseResult parse, string rover)
    {
        if (parse.GetValue(keys) is not { } path)
            return null;
        var next = $"Name the fleet's key file, or make one: (umask 077; openssl rand -hex 32 > {path})";
        if (InputFile.Missing(path) is { } missing)
            throw new MaeException(ExitCode.Configuration, "MAE318", missing, next);
        try
        {
            return Convert.ToHexStringLower(FleetKeys.Load(path).KeyOf(rover));
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new MaeException(ExitCode.Configuration, "MAE318", error.Message, next, error);
        }
    }

    /// <summary>From the address, and from what stands beside it, which must agree. A scheme says port and TLS of a board that may have
    /// others.</summary>
    private (string? Host, int? Port, bool? Tls) Broker(ParseResult parse)
    {
        var number = parse.GetValue(port);
        bool? secured = parse.GetValue(tls) ? true : null;
        if (parse.GetValue(host) is not { } text)
            return (null, number, secured);
        if (BrokerAddress.TryParseAll(text, out var wrong) is not { } addresses)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE316", $"--broker-host{(BrokerAddress.MayBeShown(text) ? $" \"{NameText.Short(text)}\"" : "")} {wrong}.",
                $"Write one like {BrokerAddress.Example}.");
        }

        var address = addresses[0];
        if (addresses.FirstOrDefault(one => one.Port != address.Port) is { } other)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE316", $"--broker-host names {address.Host} and {other.Host} with two ports, and a board keeps one.",
                "Let all brokers of the cluster listen on the same port.");
        }

        if (number is not null && address.NamedPort is { } named && named != number)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE316", $"--broker-host says port {named} and --broker-port says {number}.", "Keep one of the two.");
        }

        if (secured == true && address.Tls == false)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE316", "--broker-host begins with mqtt://, which is without TLS, and --tls is given.",
                "Write mqtts://, or leave --tls out.");
        }

        return (string.Join(',', addresses.Select(one => one.Host)), number ?? address.Port, secured ?? address.Tls);
    }

    private string? WifiPassword(ParseResult parse, VerbContext context, IReadOnlyDictionary<int, string> secret)
    {
        var given = secret.GetValueOrDefault(RoverSettings.WifiPassword);
        if (!parse.GetValue(open))
        {
            return given
                ?? Prompt(
                    context, parse.GetValue(ssid), ssid.Name, "Wi-Fi password (empty for none)", "wifi_password",
                    ", or --wifi-open for a network without one");
        }

        return given is null
            ? null
            : throw new MaeException(
                ExitCode.Usage, "MAE316", "--wifi-open is given, and the secrets have a wifi_password.", "Keep one of the two.");
    }

    /// <summary>Asks a person without showing what is typed; null where the thing it belongs to was not given, or nothing was
    /// typed.</summary>
    /// <exception cref="MaeException">Nobody is there to ask: a password that is missing is not one that is not needed.</exception>
    private static string? Prompt(VerbContext context, string? belongsTo, string option, string question, string secret, string otherwise)
    {
        if (belongsTo is null)
            return null;
        if (!context.IsTerminal || Console.IsInputRedirected)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE316", $"{option} is given without a password, and nobody is there to ask.",
                $"Give --secrets FILE with a line {secret}=...{otherwise}.");
        }

        context.Error.Write(question + ": ");
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        context.Error.WriteLine();
        return typed.ToString();
    }

    private static void WriteFile(string path, RoverSettings settings)
    {
        var text = new byte[RoverSettings.TextBytes];
        try
        {
            PrivateFile.Write(path, text.AsSpan(0, settings.Write(text)));
            var deploy = new { files = new[] { new { DestinationFilePath = "I:\\rover.cfg", SourceFilePath = Path.GetFullPath(path) } } };
            PrivateFile.Write(path + Deployment, JsonSerializer.SerializeToUtf8Bytes(deploy));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE322", $"{path} cannot be written: {error.Message}", "Choose another place: --out FILE.", error);
        }
    }
}
