using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.NanoProfile;
using Mono.Cecil;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// What an ESP32 rover's whole program holds of the managed heap beside its agent: drivers, console, settings and files; the link; the
/// stacks of its threads; what the interpreter keeps for each assembly. Objects are weighed where they can be made here, and counted from
/// the compiled firmware where they cannot.
/// </summary>
/// <param name="PartBytes">Drivers, console, settings, files, and the library objects behind them.</param>
/// <param name="LinkBytes">The MQTT session with its rings, and the topics it remembers.</param>
/// <param name="ThreadBytes">Four threads, each where its calls go deepest.</param>
/// <param name="TableBytes">Of 19 assemblies.</param>
public sealed record ProgramHeap(long PartBytes, long LinkBytes, long ThreadBytes, long TableBytes)
{
    /// <summary>Parts by type, threads by their first method, tables by assembly.</summary>
    public IReadOnlyDictionary<string, long> Details { get; init; } = new Dictionary<string, long>();

    /// <summary>Managed heap of a classic ESP32 without PSRAM, at the least that was reported, bytes.</summary>
    public const long SmallBoardBytes = 79 * 1024;

    /// <summary>The same at the most.</summary>
    public const long LargeBoardBytes = 111 * 1024;

    /// <summary>What connecting with TLS takes for its while: the authority's certificate as a file's bytes and as an object. TLS itself
    /// works in memory that is not the managed heap's.</summary>
    public const long TlsBytes = 2 * 1536;

    /// <summary>CLR_RT_Thread and CLR_RT_SubThread, 32 bits.</summary>
    private const long ThreadObjectBytes = 384 + 48;

    /// <summary>What Rover.Nano opens: 9 GpioPin of 9 blocks with 5 handlers of 4, 2 PwmChannel of 10, 3 of the converter of 6, 2 I2cDevice
    /// with settings of 10, SerialPort with its stream of 24, the controller and the listener of events of 40.</summary>
    private const long LibraryObjectBytes = 12 * ((9 * 9) + (5 * 4) + (2 * 10) + (3 * 6) + (2 * 10) + 24 + 40);

    private const int TopicBytes = 48;
    private const int Topics = 14;

    private static readonly string[] Threads =
        ["Program.Main", "MqttLink.Receive", "MqttLink.Send", "RepeatedTask.Run"];

    /// <summary>How often Program makes one of its own classes.</summary>
    private static readonly Dictionary<string, int> Made = new(StringComparer.Ordinal)
    {
        ["MqttLink"] = 1, ["BrokerStream"] = 1, ["WifiConnection"] = 1, ["FileBlockStore"] = 1, ["FlashFile"] = 2, ["NanoClock"] = 1,
        ["NanoPlatform"] = 1, ["NanoRegisters"] = 2, ["RepeatedTask"] = 1, ["GuardTask"] = 1, ["SerialConsole"] = 1,
    };

    /// <summary>Everything but the agent.</summary>
    public long Bytes => PartBytes + LinkBytes + ThreadBytes + TableBytes;

    /// <summary>Bytes of the whole program while this mission drives.</summary>
    public long Of(MissionCost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return Bytes + cost.HeapBytes;
    }

    /// <summary>The most while it drives and a set of its kind arrives and is tried: a second controller beside the first.</summary>
    public long PeakOf(MissionCost cost) => Of(cost) + cost.ControllerBytes;

    /// <summary>Of a mission on a board with this much: whether it may learn while it drives, has to be at rest for a new set, or has no
    /// room.</summary>
    public string Fits(MissionCost cost, long boardBytes) =>
        PeakOf(cost) <= boardBytes ? "yes" : Of(cost) + SpareBytes <= boardBytes ? "sets at rest" : "no";

    private const long SpareBytes = HeapNeed.SpareBytes;

    public static ProgramHeap Measure()
    {
        var parts = Parts();
        var link = Link();
        var threads = Stacks();
        var tables = Tables();
        return new ProgramHeap(parts.Values.Sum(), link.Values.Sum(), threads.Values.Sum(), tables.Values.Sum())
        {
            Details = new[] { ("part", parts), ("link", link), ("thread", threads), ("table", tables) }
                .SelectMany(group => group.Item2.Select(one => ($"{group.Item1} {one.Key}", one.Value)))
                .ToDictionary(one => one.Item1, one => one.Value, StringComparer.Ordinal),
        };
    }

    private static Dictionary<string, long> Parts()
    {
        using var board = new SimulatedBoard();
        var bytes = new Dictionary<string, long>(BoardHeap.ByType(board.Rover, IsOutside), StringComparer.Ordinal);
        using var firmware = BoardAssemblies.OpenFirmware();
        using var module = ModuleDefinition.ReadModule(firmware);
        foreach (var (name, count) in Made)
        {
            var type = module.Types.Single(one => one.Name == name);
            bytes[name] = count * BoardHeap.BlockBytes * (1L + type.Fields.Count(field => !field.IsStatic));
        }

        // Paths of 16 block files, arrays of the store and of the link, events of two threads.
        bytes["FileBlockStore's paths"] = (16 * 36) + 84 + 84;
        bytes["MqttLink's pieces"] = (2 * 276) + (2 * 36);
        bytes["library objects"] = LibraryObjectBytes;
        return bytes;
    }

    private static Dictionary<string, long> Link()
    {
        var session = new MqttSession(new SimulatedClock(), 1100, 2560, 1792);
        return new Dictionary<string, long>(BoardHeap.ByType(session, IsOutside), StringComparer.Ordinal)
        {
            ["topics remembered"] = Topics * TopicBytes,
        };
    }

    private static Dictionary<string, long> Stacks()
    {
        Stream[] images = [BoardAssemblies.OpenShared(), BoardAssemblies.OpenMotion(), BoardAssemblies.OpenFirmware()];
        using var depth = new CallDepth(images);
        return Threads.GroupBy(entry => entry, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key, group => group.Count() * (ThreadObjectBytes + depth.Bytes(group.Key)), StringComparer.Ordinal);
    }

    private static Dictionary<string, long> Tables()
    {
        var tables = AssemblyTables.Libraries.ToDictionary(one => one.Key, one => one.Value.Bytes, StringComparer.Ordinal);
        tables["Rover.Shared"] = AssemblyTables.Of(BoardAssemblies.OpenShared()).Bytes;
        tables["Rover.Motion"] = AssemblyTables.Of(BoardAssemblies.OpenMotion()).Bytes;
        tables["Rover.Nano"] = AssemblyTables.Of(BoardAssemblies.OpenFirmware()).Bytes;
        tables["mscorlib"] = AssemblyTables.Of(new MemoryStream(BoardLibrary.CoreLibrary())).Bytes;
        return tables;
    }

    /// <summary>What hangs on the agent and is weighed with the parts.</summary>
    internal static bool IsNoAgents(object one) => one is not RoverAgent
        && (IsOutside(one) || one.GetType().Namespace is "MultiAgentEdge.Hardware.Drivers" or "MultiAgentEdge.Estimation");

    /// <summary>Weighed elsewhere (the agent), or not there on a board (what simulates).</summary>
    internal static bool IsOutside(object one) => one is RoverAgent || one is Delegate
        || one.GetType().Namespace is { } name
            && (name.StartsWith("MultiAgentEdge.Host", StringComparison.Ordinal)
                || name.StartsWith("MultiAgentEdge.Hardware.Simulated", StringComparison.Ordinal)
                || name.StartsWith("System.Device", StringComparison.Ordinal)
                || name.StartsWith("System.Threading", StringComparison.Ordinal));
}
