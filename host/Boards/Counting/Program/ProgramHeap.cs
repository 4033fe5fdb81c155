using MultiAgentEdge.Estimation;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.NanoProfile;
using MultiAgentEdge.Wire;
using Mono.Cecil;
using System.Reflection;

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
/// <param name="StaticBytes">What hangs on static fields: the table of CRC-32, names and ranges of settings.</param>
public sealed record ProgramHeap(long PartBytes, long LinkBytes, long ThreadBytes, long TableBytes, long StaticBytes)
{
    /// <summary>Of the threads' bytes, what their stacks still grow by when a set has come and is about to be tried.</summary>
    public long GrowthBytes { get; init; }

    /// <summary>Of the parts, what only a rover needs that a tracker may see: its past.</summary>
    public long TrackingBytes { get; init; }

    /// <summary>By how much less a rover takes that is sized for one mission: the others' controllers are not called, and on a lane no
    /// tracker is heard.</summary>
    public IReadOnlyDictionary<string, long> LessBytes { get; init; } = new Dictionary<string, long>();

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
    private const int Topics = 10;

    private static readonly string[] Threads =
        ["Program.Main", "MqttLink.Receive", "MqttLink.Send", "RepeatedTask.Run"];

    /// <summary>Where each of them is while a set is about to be tried.</summary>
    private static readonly (string Thread, string Method)[] Resting =
    [
        ("Program.Main", "ParameterReceiver.MakeRoom"), ("MqttLink.Receive", "BrokerStream.Read"), ("MqttLink.Send", "MqttLink.Send"),
        ("RepeatedTask.Run", "RepeatedTask.Run"),
    ];

    private static readonly string[] Controllers =
        ["FormationController", "PlanarFormationController", "CoverageController", "DeliveryController"];

    private static readonly (string Mission, bool IsOnLane, string[] Controllers)[] Missions =
    [
        ("formation", true, ["FormationController"]), ("formation-signed", true, ["FormationController"]),
        ("formation-plane", false, ["FormationController", "PlanarFormationController"]), ("coverage", false, ["CoverageController"]),
        ("coverage-f32", false, ["CoverageController"]), ("delivery", false, ["DeliveryController"]),
    ];

    /// <summary>How often Program makes one of its own classes.</summary>
    private static readonly Dictionary<string, int> Made = new(StringComparer.Ordinal)
    {
        ["MqttLink"] = 1, ["BrokerStream"] = 1, ["WifiConnection"] = 1, ["FileBlockStore"] = 1, ["FlashFile"] = 2, ["NanoClock"] = 1,
        ["NanoPlatform"] = 1, ["NanoRegisters"] = 2, ["RepeatedTask"] = 1, ["GuardTask"] = 1, ["SerialConsole"] = 1,
    };

    /// <summary>Everything but the agent.</summary>
    public long Bytes => PartBytes + LinkBytes + ThreadBytes + TableBytes + StaticBytes;

    /// <summary>Bytes of the whole program while this mission drives.</summary>
    public long Of(MissionCost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return Bytes + cost.HeapBytes - LessBytes.GetValueOrDefault(cost.Mission);
    }

    /// <summary>The most while it drives and a set of its kind arrives and is tried in the place of the one it drives by, which then comes
    /// back: the view on the set beside either of them.</summary>
    public long PeakOf(MissionCost cost) => Of(cost) + ArrivalBytes;

    /// <summary>The same where both controllers stay in memory: nothing is made twice.</summary>
    public long BothOf(MissionCost cost) => Of(cost) + ArrivalBytes + cost.ControllerBytes;

    /// <summary>Of a mission on a board with this much: whether there is room for both controllers, for one at a time, or none.</summary>
    public string Fits(MissionCost cost, long boardBytes) =>
        BothOf(cost) <= boardBytes ? "yes" : PeakOf(cost) <= boardBytes ? "one at a time" : "no";

    /// <summary>A shape table of 32 entries, a piece of the set, the numbers of a self-test, what a lent controller leaves
    /// behind.</summary>
    public const long ArrivalBytes = (32 * 16) + 32 + 256 + (2 * 28 * 8) + 288;

    public static ProgramHeap Measure()
    {
        var parts = Parts();
        var link = Link();
        using var depth = new CallDepth(Images());
        var threads = Stacks(depth);
        var tables = Tables();
        var statics = Statics();
        var main = depth.Bytes(Threads[0]);
        return new ProgramHeap(
            parts.Values.Sum(), link.Values.Sum(), threads.Values.Sum(), tables.Values.Sum(), statics.Values.Sum())
        {
            GrowthBytes = Threads.Sum(depth.Bytes) - Resting.Sum(one => depth.BytesTo(one.Thread, one.Method)),
            TrackingBytes = TrackingBytesOf(),
            LessBytes = Missions.ToDictionary(
                one => one.Mission,
                one =>
                {
                    using var its = new CallDepth(Images(), [.. Controllers.Except(one.Controllers)]);
                    return main - its.Bytes(Threads[0]) + (one.IsOnLane ? TrackingBytesOf() : 0);
                },
                StringComparer.Ordinal),
            Details = new[] { ("part", parts), ("link", link), ("thread", threads), ("table", tables), ("static", statics) }
                .SelectMany(group => group.Item2.Select(one => ($"{group.Item1} {one.Key}", one.Value)))
                .ToDictionary(one => one.Item1, one => one.Value, StringComparer.Ordinal),
        };
    }

    private static long TrackingBytesOf() => BoardHeap.Bytes(new OdometryRing());

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

        // Array of the store and its prefix, arrays of the link, events of two threads.
        bytes["FileBlockStore's arrays"] = 84 + 24;
        bytes["MqttLink's pieces"] = (2 * 216) + (2 * 36);
        bytes["library objects"] = LibraryObjectBytes;
        return bytes;
    }

    private static Dictionary<string, long> Link()
    {
        var session = new MqttSession(new SimulatedClock(), RoverOptions.LeastMessageBytes(24, 2), 1280, 1536);
        return new Dictionary<string, long>(BoardHeap.ByType(session, IsOutside), StringComparer.Ordinal)
        {
            ["topics remembered"] = Topics * TopicBytes,
        };
    }

    private static IReadOnlyList<Stream> Images() =>
        [BoardAssemblies.OpenShared(), BoardAssemblies.OpenMotion(), BoardAssemblies.OpenFirmware()];

    private static Dictionary<string, long> Stacks(CallDepth depth) =>
        Threads.ToDictionary(entry => entry, entry => ThreadObjectBytes + depth.Bytes(entry), StringComparer.Ordinal);

    /// <summary>Static fields of the board's assemblies, weighed as this program has them: it is built from the same sources.</summary>
    private static Dictionary<string, long> Statics()
    {
        Assembly[] here = [typeof(Crc32).Assembly, typeof(RoverAgent).Assembly, typeof(RoverKit).Assembly];
        var bytes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var image in Images())
        {
            using var module = ModuleDefinition.ReadModule(image);
            foreach (var field in module.GetTypes().SelectMany(type => type.Fields)
                .Where(field => field is { IsStatic: true, IsLiteral: false } && !field.FieldType.IsValueType))
            {
                var type = here.Select(one => one.GetType(field.DeclaringType.FullName)).FirstOrDefault(one => one is not null)
                    ?? throw new InvalidOperationException($"{field.FullName} cannot be weighed.");
                const BindingFlags any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
                if (type.GetField(field.Name, any)!.GetValue(null) is { } value)
                    bytes[$"{type.Name}.{field.Name}"] = BoardHeap.Bytes(value);
            }
        }

        return bytes;
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

    /// <summary>An actor's weights once more, as a PC's vector units read them.</summary>
    private const string OfNet = "ActorVectors";

    /// <summary>What hangs on the agent and is weighed with the parts, or is not there on a board.</summary>
    internal static bool IsNoAgents(object one) => one is not RoverAgent
        && (IsOutside(one) || one.GetType().Name == OfNet
            || one.GetType().Namespace is "MultiAgentEdge.Hardware.Drivers" or "MultiAgentEdge.Estimation");

    /// <summary>Weighed elsewhere (the agent), or not there on a board (what simulates).</summary>
    internal static bool IsOutside(object one) => one is RoverAgent || one is Delegate
        || one.GetType().Namespace is { } name
            && (name.StartsWith("MultiAgentEdge.Host", StringComparison.Ordinal)
                || name.StartsWith("MultiAgentEdge.Hardware.Simulated", StringComparison.Ordinal)
                || name.StartsWith("System.Device", StringComparison.Ordinal)
                || name.StartsWith("System.Threading", StringComparison.Ordinal));
}
