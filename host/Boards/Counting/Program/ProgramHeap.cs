using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.NanoProfile;
using MultiAgentEdge.Parameters;
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
/// <param name="ThreadBytes">Three threads, each where its calls go deepest.</param>
/// <param name="TableBytes">Of 19 assemblies.</param>
/// <param name="StaticBytes">What hangs on static fields from the start: the table of CRC-32.</param>
public sealed record ProgramHeap(long PartBytes, long ThreadBytes, long TableBytes, long StaticBytes)
{
    /// <summary>Of the threads' bytes, what their stacks still grow by when a set has come and is about to be tried.</summary>
    public long GrowthBytes { get; init; }

    /// <summary>Of the parts, what a rover lacks that drives along a lane: all that is there for a place in the plane.</summary>
    public long PlaneBytes { get; init; }

    /// <summary>By how much less the stacks of a rover grow that is sized for one mission: the others' controllers are not
    /// called.</summary>
    public IReadOnlyDictionary<string, long> LessStackBytes { get; init; } = new Dictionary<string, long>();

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

    /// <summary>What Rover.Nano opens: 9 GpioPin of 9 blocks with 5 handlers of 4, 2 PwmChannel of 10, 3 of the converter of 6, I2cDevice
    /// with its settings of 10 (of the chip that answered), SerialPort with its stream of 24, the controller and the listener of events of
    /// 40, 2 Thread of 6 with what they run of 4.</summary>
    private const long LibraryObjectBytes = 12 * ((9 * 9) + (5 * 4) + (2 * 10) + (3 * 6) + 10 + 24 + 40 + (2 * 10));

    private const int TopicBytes = 48;

    /// <summary>While it starts there are no other threads: less than they take.</summary>
    private const string Starting = "Program.Start";

    private static readonly string[] Threads =
        ["Program.Main", "MqttLink.Run", "GuardTask.Run"];

    /// <summary>Where each of them is while a set is about to be tried.</summary>
    private static readonly (string Thread, string Method)[] Resting =
    [
        ("Program.Main", "ParameterReceiver.MakeRoom"), ("MqttLink.Run", "BrokerStream.get_HasArrived"),
        ("GuardTask.Run", "GuardTask.Run"),
    ];

    private static readonly string[] Controllers =
        ["FormationController", "PlanarFormationController", "CoverageController", "DeliveryController"];

    private static readonly (string Mission, bool IsOnLane, string[] Controllers)[] Missions =
    [
        ("formation", true, ["FormationController"]), ("formation-signed", true, ["FormationController"]),
        ("formation-plane", false, ["FormationController", "PlanarFormationController"]), ("coverage", false, ["CoverageController"]),
        ("coverage-f32", false, ["CoverageController"]), ("delivery", false, ["DeliveryController"]),
    ];

    /// <summary>What a rover is told before it drives, which it keeps.</summary>
    private static readonly string[] Provisioned =
    [
        "set fleet lab", "set name rover-1", "set wifi_ssid laboratory", "set wifi_password correct-horse-battery",
        "set broker_host 192.168.1.10", "set parameter_bytes 8192", "set coupling_capacity 24", "set neighbour_capacity 5",
        "set sensitivity_capacity 0",
    ];

    /// <summary>How often Program makes one of its own classes.</summary>
    private static readonly Dictionary<string, int> Made = new(StringComparer.Ordinal)
    {
        ["MqttLink"] = 1, ["BrokerStream"] = 1, ["WifiConnection"] = 1, ["FileBlockStore"] = 1, ["FlashFile"] = 2, ["NanoClock"] = 1,
        ["NanoPlatform"] = 1, ["NanoRegisters"] = 1, ["GuardTask"] = 1, ["SerialConsole"] = 1,
    };

    /// <summary>Everything but agent and link.</summary>
    public long Bytes => PartBytes + ThreadBytes + TableBytes + StaticBytes;

    /// <summary>Bytes of the whole program while this mission drives.</summary>
    public long Of(MissionCost cost) => ByOwner(cost).Values.Sum();

    /// <summary>The same by who holds it.</summary>
    public IReadOnlyDictionary<string, long> ByOwner(MissionCost cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        var isOnLane = Missions.Any(one => one.Mission == cost.Mission && one.IsOnLane);
        return new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["controller"] = cost.ControllerBytes,
            ["agent"] = cost.HeapBytes - cost.ControllerBytes,
            ["link"] = cost.LinkBytes,
            ["parts"] = PartBytes - (isOnLane ? PlaneBytes : 0),
            ["stacks"] = ThreadBytes - LessStackBytes.GetValueOrDefault(cost.Mission),
            ["tables"] = TableBytes,
            ["statics"] = StaticBytes,
        };
    }

    /// <summary>The most while it drives and a set of its kind arrives and is tried in the place of the one it drives by, which then comes
    /// back: the view on the set beside either of them.</summary>
    public long PeakOf(MissionCost cost) => Of(cost) + cost.ArrivalBytes;

    /// <summary>The same where both controllers stay in memory: nothing is made twice.</summary>
    public long BothOf(MissionCost cost) => PeakOf(cost) + cost.ControllerBytes;

    /// <summary>Of a mission on a board with this much: whether there is room for both controllers, for one at a time, or none.</summary>
    public string Fits(MissionCost cost, long boardBytes) =>
        BothOf(cost) <= boardBytes ? "yes" : PeakOf(cost) <= boardBytes ? "one at a time" : "no";

    /// <summary>Where a set of a rover of these sizes arrives: a shape table of 32 entries, a piece of the set, the numbers of a self-test,
    /// what a lent controller leaves behind.</summary>
    public static long ArrivalBytesOf(RoverOptions sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var numbers = sizes.CouplingCapacity + sizes.StateCapacity + sizes.InputCapacity;
        return (32 * 16) + 32 + 256 + BoardHeap.Bytes(new SelfTestVector(numbers, numbers)) + 288;
    }

    public static ProgramHeap Measure()
    {
        var parts = Parts(isOnLane: false);
        using var depth = new CallDepth(Images(), Starting);
        var threads = Stacks(depth);
        var tables = Tables();
        var statics = Statics();
        return new ProgramHeap(
            parts.Values.Sum(), threads.Values.Sum(), tables.Values.Sum(), statics.Values.Sum())
        {
            GrowthBytes = Threads.Sum(depth.Bytes) - Resting.Sum(one => depth.BytesTo(one.Thread, one.Method)),
            PlaneBytes = parts.Values.Sum() - Parts(isOnLane: true).Values.Sum(),
            LessStackBytes = Missions.ToDictionary(
                one => one.Mission,
                one =>
                {
                    using var its = new CallDepth(Images(), Absent(one.Controllers, one.IsOnLane));
                    return Threads.Sum(thread => depth.Bytes(thread) - its.Bytes(thread));
                },
                StringComparer.Ordinal),
            Details = new[] { ("part", parts), ("thread", threads), ("table", tables), ("static", statics) }
                .SelectMany(group => group.Item2.Select(one => ($"{group.Item1} {one.Key}", one.Value)))
                .ToDictionary(one => one.Item1, one => one.Value, StringComparer.Ordinal),
        };
    }

    /// <summary>What is never called in a rover that is sized for missions of these controllers.</summary>
    private static string[] Absent(string[] controllers, bool isOnLane)
    {
        List<string> absent = [Starting, .. Controllers.Except(controllers)];
        if (!controllers.Contains("CoverageController"))
            absent.AddRange(["RoverAgent.TryObserve", "RoverAgent.Observe"]);
        if (isOnLane)
            absent.AddRange(["PoseFilter", "PointLaw", "PlanarDriveBody", "PointDriveBody"]);
        return [.. absent];
    }

    /// <summary>The link of a rover of these sizes: its session with rings, the topics that it remembers and two filters of the fleet's;
    /// with a key or a password, the constants of SHA-256.</summary>
    public static long LinkBytesOf(RoverOptions sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var exchange = new MqttExchange(MqttSession.For(sizes, new SimulatedClock()));
        return BoardHeap.Bytes(exchange, IsOutside) + (sizes.NeighbourCapacity > 0 ? 2 * (sizes.NeighbourCapacity + 2) * TopicBytes : 0)
            + (sizes.ParameterKey is null && sizes.BrokerPassword is null ? 0 : BoardHeap.Bytes(new uint[64]));
    }

    private static Dictionary<string, long> Parts(bool isOnLane)
    {
        using var board = new SimulatedBoard(wiring: new SimulatedWiring());
        foreach (var command in Provisioned.Append($"set state_capacity {(isOnLane ? 2 : 6)}").Append("save").Append("reboot"))
        {
            board.Send(command);
            _ = board.Receive(TimeSpan.FromSeconds(1));
        }

        var bytes = new Dictionary<string, long>(BoardHeap.ByType(board.Rover, IsOutside), StringComparer.Ordinal);
        using var firmware = BoardAssemblies.OpenFirmware();
        using var module = ModuleDefinition.ReadModule(firmware);
        foreach (var (name, count) in Made)
        {
            var type = module.Types.Single(one => one.Name == name);
            bytes[name] = count * BoardHeap.BlockBytes * (1L + type.Fields.Count(field => !field.IsStatic));
        }

        // Array of the store and its prefix.
        bytes["FileBlockStore's arrays"] = 84 + 24;
        bytes["MqttLink's event"] = 36;
        bytes["library objects"] = LibraryObjectBytes;
        return bytes;
    }

    private static IReadOnlyList<Stream> Images() =>
        [BoardAssemblies.OpenShared(), BoardAssemblies.OpenMotion(), BoardAssemblies.OpenFirmware()];

    /// <summary>Of what a program starts with, before it has other threads.</summary>
    public static long StartBytes()
    {
        using var depth = new CallDepth(Images());
        return depth.Bytes(Threads[0]);
    }

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
            // What is set by the static constructors; what is made later is weighed with who makes it.
            foreach (var field in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.Name == ".cctor")
                .SelectMany(method => method.Body.Instructions).Where(one => one.OpCode == Mono.Cecil.Cil.OpCodes.Stsfld)
                .Select(one => ((FieldReference)one.Operand).Resolve()).Where(field => !field.FieldType.IsValueType))
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
        tables["mscorlib"] = AssemblyTables.OfBoard(BoardLibrary.CoreImageOfBoard()).Bytes;
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
