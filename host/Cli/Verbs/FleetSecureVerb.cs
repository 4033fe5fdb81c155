using System.CommandLine;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Messaging;
using Spectre.Console;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Makes everything that secures a fleet, and says what to type next.</summary>
public sealed class FleetSecureVerb : Verb
{
    private readonly Option<string?> fleet = new("--fleet")
    {
        Description = "Fleet file (default fleet.yaml, written where there is none)",
        HelpName = "FILE",
    };
    private readonly Option<string?> host = new("--broker-host")
    {
        Description = "Where the broker will be: names and addresses with commas (default: this machine's)",
        HelpName = "HOST[,HOST]",
    };
    private readonly Option<int?> port = NumberOption.Int("--broker-port", "Port of the broker (default 8883)", 1, 65535);
    private readonly Option<string?> folder = new("--folder")
    {
        Description = "Where secrets are kept (default: NAME-security beside the fleet file)",
        HelpName = "FOLDER",
    };
    private readonly Option<bool> renew = new("--renew")
    {
        Description = "Make authority and certificate anew: every rover needs the new ca.pem",
    };

    public override string Name => "secure";

    public override string Summary => "Make passwords, access list, certificates and signing key of a fleet; each file for you alone.";

    public override IReadOnlyList<(string Line, string What)> Examples =>
    [
        ("mae fleet secure", "the fleet in fleet.yaml; then: mae broker --bind ADDRESS"),
        ("mae fleet secure --fleet lab.yaml --broker-host 192.168.1.10,broker.lan",
            "for a broker elsewhere: mae broker or Mosquitto there goes by the folder's files"),
    ];

    public override IEnumerable<Symbol> Symbols => [fleet, host, port, folder, renew];

    public override Task<VerbResult> RunAsync(ParseResult parse, VerbContext context)
    {
        var path = parse.GetValue(fleet) ?? FleetOptions.DefaultFile;
        if (parse.GetValue(fleet) is null && !File.Exists(path))
            File.WriteAllText(path, FleetTemplate.For(new FleetFile().Fleet));
        if (InputFile.Missing(path) is { } missing)
            throw new MaeException(ExitCode.Configuration, "MAE200", missing, "Write one: mae new.");
        var text = InputFile.Text(path, FleetFileReader.MaxBytes);
        var file = FleetFileReader.Read(text, path, out var problems);
        if (problems.Count > 0)
            throw FleetProblem.ToException(problems);
        var names = Names(parse.GetValue(host) ?? file.Broker.Host);
        if (file.Rovers.Any(rover => rover.Name == FleetSecurity.HostUser))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE218",
                $"A rover is called {FleetSecurity.HostUser}, which is the host's user name at the broker.", "Give it another name.");
        }

        var beside = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var place = Path.GetFullPath(parse.GetValue(folder) ?? Path.Combine(beside, file.Security ?? $"{file.Fleet}-security"));
        if (File.Exists(place))
            throw new MaeException(ExitCode.Usage, "MAE002", $"{place} is a file.", "Name a folder: --folder FOLDER");
        var security = FleetSecurity.Make(
            place, file.Fleet, [.. file.Rovers.Select(rover => rover.Name)], names, parse.GetValue(port) ?? BrokerAddress.TlsPort,
            parse.GetValue(renew), DateTimeOffset.UtcNow);
        Mention(path, text, file.Security, Path.GetRelativePath(beside, place));
        context.Console.WriteLine(
            $"Fleet {file.Fleet} is secured by {place}; {path} says so. Its files are for you alone: keep them out of version control.");
        var (fileText, mosquittoText) = (FleetSecurity.Quoted(path), FleetSecurity.Quoted(security.MosquittoFile));
        context.Console.WriteLine(
            $"The broker, on {security.Host}: mae broker --fleet {fileText} --bind ADDRESS   or   mosquitto -c {mosquittoText}");
        context.Console.WriteLine($"Each rover, with {security.Broker.Tls!.CaFile} as its I:\\ca.crt:");
        foreach (var rover in file.Rovers)
            context.Console.WriteLine("  " + security.ProvisionLine(rover.Name));
        return Task.FromResult(new VerbResult(new JsonObject
        {
            ["fleet"] = file.Fleet,
            ["folder"] = place,
            ["broker"] = BrokerAddress.Text(security.Host, security.Port),
            ["certificate_for"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
            ["mosquitto_conf"] = security.MosquittoFile,
            ["rovers"] = new JsonArray([.. file.Rovers.Select(rover => (JsonNode)new JsonObject
            {
                ["name"] = rover.Name,
                ["provision"] = security.ProvisionLine(rover.Name),
            })]),
        }));
    }

    private static IReadOnlyList<string> Names(string? given)
    {
        var local = LocalNames.All();
        if (given is null)
            return local;
        var named = given.Split(',', StringSplitOptions.TrimEntries);
        foreach (var name in named)
        {
            if (BrokerAddress.TryParse(name, out var wrong) is not { NamedPort: null, Tls: null })
            {
                throw new MaeException(
                    ExitCode.Usage, "MAE004",
                    $"--broker-host \"{NameText.Short(name)}\" {(wrong.Length > 0 ? wrong : "has more than a name or an address")}.",
                    "Write names and addresses alone: 192.168.1.10,broker.lan");
            }
        }

        // A host of the same machine goes the short way.
        return [.. named.Concat(local).Distinct()];
    }

    private static void Mention(string path, string text, string? mentioned, string folder)
    {
        if (mentioned == folder)
            return;
        if (mentioned is not null)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE218", $"{path} names another folder, {NameText.Short(mentioned)}.",
                $"Write security: {folder}, or leave --folder away.");
        }

        var yaml = folder.Replace("\\", "\\\\", StringComparison.Ordinal);
        var line = $"security: \"{yaml}\"    # mae fleet secure made it: passwords, certificates, signing key\n";
        File.WriteAllText(path, (text.EndsWith('\n') ? text : text + "\n") + line);
    }
}
