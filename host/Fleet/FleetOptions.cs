using System.CommandLine;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>The options of every verb that speaks to a fleet: which fleet file, which broker.</summary>
public sealed class FleetOptions
{
    public const string DefaultFile = "fleet.yaml";

    public Option<string?> Fleet { get; } = new(
        "--fleet") { Description = "Fleet file (default: fleet.yaml where there is one, else the three rovers of paper S1)",
            HelpName = "FILE" };

    public Option<string?> Broker { get; } = new(
        "--broker") { Description = "Broker to use instead of the one in the fleet file; of a cluster several, with commas",
            HelpName = "[mqtt[s]://]HOST[:PORT][,...]" };

    public Option<bool> TakeOver { get; } = new("--take-over") { Description = "Another host that commands this fleet makes way" };

    public Option<string?> Cluster { get; } = new("--cluster")
    {
        Description = "Store of a cluster whose fleet this is, such as redis://127.0.0.1/lab; --fleet is then its name",
        HelpName = "STORE",
    };

    /// <summary>From a cluster's address and a fleet's name, or null for the only one, to that fleet; set by whoever knows
    /// clusters.</summary>
    public static Func<string, string?, FleetFile>? OfCluster { get; set; }

    public IEnumerable<Symbol> Symbols => [Fleet, Broker];

    /// <summary>Of verbs that speak to a fleet which a cluster may coordinate.</summary>
    public IEnumerable<Symbol> ServedSymbols => [Fleet, Broker, Cluster];

    /// <summary>Of verbs that command a fleet for a time.</summary>
    public IEnumerable<Symbol> CommandingSymbols => [Fleet, Broker, Cluster, TakeOver];

    /// <summary>The fleet file, with the broker of the command line where one is given.</summary>
    /// <exception cref="MaeException">The file or the address is wrong.</exception>
    public FleetFile Load(ParseResult parse) =>
        Named(parse) with { TakeOver = parse.GetValue(TakeOver) };

    /// <summary>The fleet file of verbs that look for a fleet where its broker is.</summary>
    /// <exception cref="MaeException">MAE546: none is named; or the file or the address is wrong.</exception>
    public FleetFile LoadWithBroker(ParseResult parse) => NeedBroker(Load(parse), "Add --broker HOST.");

    /// <summary>The fleet that is out there, for verbs that simulate one where none is named; null: simulated rovers are wanted.</summary>
    /// <param name="agents">Rovers asked for; null: not said.</param>
    /// <param name="simulated">Options that only simulated rovers have.</param>
    /// <exception cref="MaeException">MAE546, or the file or the address is wrong.</exception>
    public FleetFile? LoadLive(ParseResult parse, int? agents, params Option[] simulated)
    {
        if (parse.GetResult(Fleet) is null && parse.GetResult(Broker) is null && parse.GetResult(Cluster) is null)
            return null;
        var file = Load(parse);
        Check(parse, file, agents, simulated);
        return file;
    }

    /// <summary>Holds options against rovers that are out there.</summary>
    /// <param name="agents">As in <see cref="LoadLive"/>.</param>
    /// <param name="simulated">Options that only simulated rovers have.</param>
    /// <exception cref="MaeException">MAE546.</exception>
    public static void Check(ParseResult parse, FleetFile file, int? agents, params Option[] simulated)
    {
        NeedBroker(file, "Add --broker HOST; or leave --fleet away, and simulated rovers drive.");
        if (simulated.FirstOrDefault(option => parse.GetResult(option) is { Implicit: false }) is { } wrong)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE546",
                $"{wrong.Name} is for simulated rovers; those on a broker come, go and meet trouble by themselves.",
                $"Leave {wrong.Name} away, or the broker.");
        }

        if (agents > file.Rovers.Count)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE546", $"Fleet {file.Fleet} has {file.Rovers.Count} rovers, not {agents}.",
                "Name more in the fleet file, or lower --agents.");
        }
    }

    /// <param name="file">As given; null: fleet.yaml where there is one.</param>
    /// <param name="broker">As given; null: the file's.</param>
    /// <exception cref="MaeException">The file or the address is wrong.</exception>
    public static FleetFile Load(string? file, string? broker)
    {
        var path = file ?? (File.Exists(DefaultFile) ? DefaultFile : null);
        var fleet = path is null ? new FleetFile() : FleetFile.Load(path);
        return broker is { } address ? WithBroker(fleet, address) : fleet;
    }

    /// <summary>A fleet with another broker than its file names.</summary>
    /// <param name="broker">As on the command line.</param>
    /// <exception cref="MaeException">MAE004: it is no address.</exception>
    public static FleetFile WithBroker(FleetFile fleet, string broker)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        return fleet with { Broker = Address(broker, fleet.Broker) };
    }

    /// <summary>MAE304: nobody is called so.</summary>
    /// <param name="where">fleet lab, or this run.</param>
    public static MaeException NoRover(string name, string where, IEnumerable<string> rovers) =>
        new(ExitCode.Usage, "MAE304", $"There is no rover {name} in {where}.", $"Its rovers: {string.Join(", ", rovers)}.");

    /// <summary>Holds a rover's name against a fleet.</summary>
    /// <param name="rover">Null: none was named.</param>
    /// <exception cref="MaeException">MAE304: the fleet has none of it.</exception>
    public static void Require(FleetFile fleet, string? rover)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        if (rover is not null && fleet.Rovers.All(one => one.Name != rover))
            throw NoRover(rover, $"fleet {fleet.Fleet}", fleet.Rovers.Select(one => one.Name));
    }

    private FleetFile Named(ParseResult parse)
    {
        if (parse.GetValue(Cluster) is not { } cluster || OfCluster is not { } find)
            return Load(parse.GetValue(Fleet), parse.GetValue(Broker));
        var fleet = find(cluster, parse.GetValue(Fleet));
        return parse.GetValue(Broker) is { } address ? WithBroker(fleet, address) : fleet;
    }

    private static FleetFile NeedBroker(FleetFile file, string next) => file.Broker.Host is not null ? file : throw new MaeException(
        ExitCode.Usage, "MAE546", $"Fleet {file.Fleet} names no broker, so nobody can be there.", next);

    private static BrokerEntry Address(string text, BrokerEntry broker)
    {
        if (BrokerAddress.TryParseAll(text, out var wrong) is not { } addresses)
        {
            throw new MaeException(
                ExitCode.Usage, "MAE004", $"--broker{(BrokerAddress.MayBeShown(text) ? $" \"{NameText.Short(text)}\"" : "")} {wrong}.",
                $"Write one like {BrokerAddress.Example}.");
        }

        // A scheme on the command line counts, but no password of a fleet that has TLS goes out in the clear for it.
        if (addresses[0].Tls == false && broker.PasswordFile is not null && (broker.CaFile is not null || broker.Tls == true))
        {
            throw new MaeException(
                ExitCode.Usage, "MAE004",
                "--broker begins with mqtt://, and without TLS the fleet file's password would go out in the clear.",
                "Write mqtts://, or no scheme.");
        }

        return broker.At(addresses, broker.Port) with { CaFile = addresses[0].Tls == false ? null : broker.CaFile };
    }
}
