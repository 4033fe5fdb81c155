using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>What stands in a <c>fleet.yaml</c>. The defaults are the example of paper S1 (seed file 000, section IV).</summary>
public sealed record FleetFile
{
    /// <summary>[a-z0-9-], at most 32 characters: the third level of every topic.</summary>
    public string Fleet { get; init; } = "s1";

    public BrokerEntry Broker { get; init; } = new();

    /// <summary>File with the fleet's secret, which signs parameter sets; null: they go unsigned, which only rovers without a key
    /// take.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Folder that <c>mae fleet secure</c> made, relative to the fleet file; null: not secured by one.</summary>
    public string? Security { get; init; }

    /// <summary>What <see cref="Security"/> holds; null without it.</summary>
    public FleetSecurity? Secured { get; init; }

    /// <summary>What <c>mae serve</c> drives with it: a mission and options of its <c>mae run</c>; null: its formation.</summary>
    public string? Serve { get; init; }

    /// <summary>Not in the file: another host that commands this fleet is to make way.</summary>
    public bool TakeOver { get; init; }

    /// <summary>Control period, 0.01–10 s.</summary>
    public double PeriodS { get; init; } = 0.25;

    /// <summary>MPC stages, 1–50.</summary>
    public int Horizon { get; init; } = 10;

    /// <summary>Negotiation rounds a period, 1–100.</summary>
    public int RoundsPerPeriod { get; init; } = 2;

    /// <summary>admm, newton, fista or subgradient.</summary>
    public string Negotiation { get; init; } = "admm";

    /// <summary>Seed of every random number of a simulated run, 0–2^53.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>1 or more rovers.</summary>
    public IReadOnlyList<RoverEntry> Rovers { get; init; } = RoverEntry.PaperS1;

    /// <summary>The formation: coupling rows x_from - x_to = distance.</summary>
    public IReadOnlyList<DistanceEntry> Distances { get; init; } = DistanceEntry.PaperS1;

    /// <summary>The formation in the plane; null: the rovers keep distances, each on a lane of its own.</summary>
    public PlaneEntry? Plane { get; init; }

    /// <summary>What stands on the floor that its rovers drive on.</summary>
    public FloorEntry Floor { get; init; } = FloorEntry.Empty;

    /// <summary>What signs this fleet's parameter sets; null without a key file.</summary>
    /// <exception cref="MaeException">The key file cannot be read, is none, or is open to others.</exception>
    public FleetKeys? Keys()
    {
        try
        {
            return KeyFile is null ? null : FleetKeys.Load(KeyFile);
        }
        catch (InvalidDataException exception)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE214", exception.Message, "Correct key_file in the fleet file, or that file.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE214", $"The key file {KeyFile} cannot be read.",
                $"Correct key_file in the fleet file, or make one: (umask 077; openssl rand -hex 32 > {KeyFile})", exception);
        }
    }

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="MaeException">Exit code 3; one line for each problem, with file:line:column.</exception>
    public static FleetFile Load(string path)
    {
        if (InputFile.Missing(path) is { } missing)
            throw new MaeException(ExitCode.Configuration, "MAE200", missing, "Write one: mae new.");
        // A fleet file of a thousand rovers has some 200 kB; far above that it is not one.
        if (new FileInfo(path).Length > FleetFileReader.MaxBytes)
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE249", $"{path} is larger than {FleetFileReader.MaxBytes} bytes.",
                "Is this a fleet file? mae new writes one.");
        }

        var text = InputFile.Text(path, FleetFileReader.MaxBytes);
        // The reader takes an empty text for all defaults; whoever names an empty file meant another, or lost what was in it.
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new MaeException(
                ExitCode.Configuration, "MAE207", $"{path}:1:1: The file is empty.", $"Write it anew: mae new {path} --force.");
        }

        return Of(text, path);
    }

    /// <summary>What a file says whose text is known.</summary>
    /// <param name="path">What it names lies relative to it; it need not be there.</param>
    /// <exception cref="MaeException">As <see cref="Load"/>.</exception>
    public static FleetFile Of(string text, string path)
    {
        var fleet = FleetFileReader.Read(text, path, out var problems);
        if (problems.Count == 0)
        {
            return fleet.Security is { } folder
                ? fleet.With(FleetSecurity.Load(Path.Combine(Path.GetDirectoryName(path) ?? "", folder), fleet.Fleet))
                : fleet;
        }

        throw FleetProblem.ToException(problems);
    }

    // What the fleet file says itself counts.
    private FleetFile With(FleetSecurity security) => this with
    {
        Secured = security,
        KeyFile = KeyFile ?? security.KeyFile,
        Broker = Broker with
        {
            Host = Broker.Host ?? security.Host,
            Port = Broker.Port == BrokerAddress.PlainPort ? security.Port : Broker.Port,
            User = Broker.User ?? FleetSecurity.HostUser,
            PasswordFile = Broker.PasswordFile ?? security.PasswordFile,
            CaFile = Broker.CaFile ?? security.Broker.Tls!.CaFile,
        },
    };
}
