using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>
/// A folder with everything that secures a fleet, each file readable by its owner alone: a password for the host and for each rover, who
/// may use which topic, a certificate authority with the broker's certificate, the key that signs, and the configuration for a Mosquitto.
/// <c>mae broker</c> and Mosquitto go by the same files.
/// </summary>
public sealed record FleetSecurity
{
    /// <summary>The host's user name at the broker; a rover's is its name.</summary>
    public const string HostUser = "host";

    private const string Description = "security.json";
    private const string PasswordLine = "broker_password=";
    private const string KeyLine = "parameter_key=";

    /// <summary>Whole path.</summary>
    public required string Folder { get; init; }

    public required string Fleet { get; init; }

    /// <summary>Where rovers and hosts find the broker.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>First line: the host's password.</summary>
    public string PasswordFile => In("host.password");

    /// <summary>The fleet's secret (<see cref="FleetKeys"/>).</summary>
    public string KeyFile => In("fleet.key");

    public string MosquittoFile => In("mosquitto.conf");

    public BrokerSecurity Broker => new(In("passwd"), In("acl"), new BrokerTls(In("ca.pem"), In("broker.pem"), In("broker.key")));

    /// <summary>Secrets of a rover, as <c>mae provision --secrets</c> takes them.</summary>
    public string SecretsOf(string rover) => Path.Combine(Folder, "rovers", rover + ".secrets");

    /// <summary>As whom a simulated rover connects.</summary>
    /// <exception cref="MaeException">MAE218: no secrets for this rover.</exception>
    public string PasswordOf(string rover) => Secret(rover, PasswordLine)
        ?? throw new MaeException(ExitCode.Configuration, "MAE218", $"{Folder} holds no password of {rover}.", "Make it: mae fleet secure");

    /// <exception cref="MaeException">MAE218: no such folder, or another fleet's.</exception>
    public static FleetSecurity Load(string folder, string fleet)
    {
        var path = Path.Combine(folder, Description);
        try
        {
            if (JsonNode.Parse(File.ReadAllText(path)) is JsonObject json
                && json["fleet"] is { } name && json["host"] is { } host && json["port"] is { } port)
            {
                if ((string?)name == fleet)
                    return new() { Folder = Path.GetFullPath(folder), Fleet = fleet, Host = (string)host!, Port = (int)port };
                throw new MaeException(
                    ExitCode.Configuration, "MAE218",
                    $"{folder} secures fleet {NameText.Short((string?)name ?? "")}, and this is fleet {fleet}.",
                    "Correct security in the fleet file, or make a folder for this one: mae fleet secure --folder FOLDER");
            }
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            // Said below.
        }

        throw new MaeException(
            ExitCode.Configuration, "MAE218", $"{path} cannot be read, and the fleet file says that it secures this fleet.",
            "Make it: mae fleet secure");
    }

    /// <summary>Writes what is not there yet. Secrets that are stay; a rover that is not in the fleet any more has no password from now
    /// on.</summary>
    /// <param name="names">Names and addresses in the broker's certificate; the first is where it is looked for.</param>
    /// <param name="renew">Makes authority and certificate anew; every rover then needs the new ca.pem.</param>
    /// <param name="now">The certificate is valid from a day before.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static FleetSecurity Make(
        string folder, string fleet, IReadOnlyList<string> rovers, IReadOnlyList<string> names, int port, bool renew, DateTimeOffset now)
    {
        var security = new FleetSecurity { Folder = Path.GetFullPath(folder), Fleet = fleet, Host = names[0], Port = port };
        foreach (var place in new[] { security.Folder, Path.Combine(security.Folder, "rovers") })
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(place);
            else
                Directory.CreateDirectory(place, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var keys = File.Exists(security.KeyFile) ? FleetKeys.Load(security.KeyFile) : FleetKeys.Create(security.KeyFile);
        if (!File.Exists(security.PasswordFile))
            PrivateFile.Write(security.PasswordFile, BrokerSecurity.NewPassword() + "\n");
        var passwords = new Dictionary<string, string>();
        foreach (var rover in rovers)
        {
            passwords[rover] = security.Secret(rover, PasswordLine) ?? BrokerSecurity.NewPassword();
            PrivateFile.Write(
                security.SecretsOf(rover), $"{PasswordLine}{passwords[rover]}\n{KeyLine}{Convert.ToHexStringLower(keys.KeyOf(rover))}\n");
        }

        foreach (var former in Directory.GetFiles(Path.Combine(security.Folder, "rovers"), "*.secrets")
            .Where(file => !passwords.ContainsKey(Path.GetFileNameWithoutExtension(file))))
            File.Delete(former);
        if (renew || !File.Exists(security.Broker.Tls!.CertificateFile))
            BrokerTlsFiles.Write(security.Folder, names, now);
        BrokerSecurity.Write(security.Folder, fleet, (HostUser, File.ReadLines(security.PasswordFile).First()), passwords,
            strangers: security.Strangers());
        PrivateFile.Write(
            security.MosquittoFile,
            BrokerConfiguration.Text(security.Folder, port, new MosquittoBrokerOptions { Security = security.Broker }, "0.0.0.0"));
        PrivateFile.Write(
            Path.Combine(security.Folder, Description),
            new JsonObject { ["fleet"] = fleet, ["host"] = names[0], ["port"] = port }.ToJsonString() + "\n");
        return security;
    }

    /// <summary>What is typed to give a rover its place in this fleet.</summary>
    public string ProvisionLine(string rover) => string.Create(
        CultureInfo.InvariantCulture,
        $"mae provision --port PORT --fleet-name {Fleet} --name {rover} --broker-host mqtts://{BrokerAddress.Text(Host, Port)} "
        + $"--broker-user {rover} --secrets {Quoted(SecretsOf(rover))}");

    /// <summary>As a shell takes it for one word.</summary>
    public static string Quoted(string path)
    {
        var isPlain = path.All(c => char.IsAsciiLetterOrDigit(c) || "/._-+:\\".Contains(c, StringComparison.Ordinal));
        return isPlain ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>Secrets of a rover that nobody has adopted, as <c>mae provision --secrets</c> takes them: the broker's password
    /// alone.</summary>
    public string StrangersFile => In("provisioning.secrets");

    /// <summary>As whom a simulated rover that nobody knows connects.</summary>
    /// <exception cref="MaeException">MAE218: a folder of an earlier version, without one.</exception>
    public string StrangersPassword => File.Exists(StrangersFile)
        ? Strangers()
        : throw new MaeException(
            ExitCode.Configuration, "MAE218", $"{Folder} holds no password of rovers that nobody knows.", "Make it: mae fleet secure");

    private string Strangers()
    {
        if (!File.Exists(StrangersFile))
            PrivateFile.Write(StrangersFile, $"{PasswordLine}{BrokerSecurity.NewPassword()}\n");
        return File.ReadLines(StrangersFile).First()[PasswordLine.Length..];
    }

    private string In(string file) => Path.Combine(Folder, file);

    private string? Secret(string rover, string line) =>
        File.Exists(SecretsOf(rover))
            ? File.ReadLines(SecretsOf(rover)).FirstOrDefault(one => one.StartsWith(line, StringComparison.Ordinal))?[line.Length..]
            : null;
}
