using System.Text;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Drivers;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// A rover that is not there: the board's own composition (<see cref="BoardRover"/>) and drivers on simulated pins, wheels and battery.
/// What its console says is what a board says. Its time passes only while somebody waits for it. No network.
/// </summary>
public sealed class SimulatedBoard : IBoardLine, ISerialLine, IPlatform
{
    private const int WheelPeriodUs = 20_000;
    private const long TurnUs = 5_000;
    private const long InputTimeoutUs = 1_000_000;

    private readonly Queue<byte> toBoard = new();
    private readonly LineAssembler fromBoard = new();
    private readonly MemoryFile file;
    private readonly DifferentialDriveOptions truth;
    private readonly SimulatedWiring? wiring;
    private readonly Func<RoverSettings, ILink>? connect;
    private readonly SimulatedFlash flash = new(16);
    private readonly MemoryFile boots = new();
    private static readonly Lazy<ProgramHeap> Program = new(ProgramHeap.Measure);

    private readonly long heapBytes;
    private readonly uint serial = 0x5EED;
    private RoverKit kit = null!;
    private long bootedUs;
    private long linkBytes;

    /// <param name="settingsPath">Where its settings live between runs; null: nowhere.</param>
    /// <param name="truth">What its wheels, motors and battery really are.</param>
    /// <param name="wiring">How it is wired, with or without a gyroscope; null: right, and without one.</param>
    /// <param name="connect">Makes its link at every start; null: <see cref="Link"/>, connected to nothing.</param>
    /// <param name="heapBytes">Managed heap of the board; 0: nobody counts.</param>
    public SimulatedBoard(string? settingsPath = null, DifferentialDriveOptions? truth = null, long heapBytes = 0,
        SimulatedWiring? wiring = null, Func<RoverSettings, ILink>? connect = null)
    {
        this.connect = connect;
        this.wiring = wiring;
        this.heapBytes = heapBytes;
        // Another for each file: a board that comes again has the number that it had.
        foreach (var character in settingsPath ?? "")
            serial = (serial * 31) + character;
        this.truth = truth ?? new DifferentialDriveOptions();
        file = new MemoryFile(settingsPath);
        Description = settingsPath is null ? "simulated board" : $"simulated board ({settingsPath})";
        Boot();
    }

    public string Description { get; }

    public TimeSpan Now => TimeSpan.FromMicroseconds(Body.NowUs + bootedUs);

    public SimulatedRover Body { get; private set; } = null!;

    public BoardRover Rover { get; private set; } = null!;

    /// <summary>The link it drives by, for tests; connected to nothing.</summary>
    public ScriptedLink Link { get; } = new();

    string IPlatform.BoardName => "simulated";

    string IPlatform.SerialNumber => Convert.ToHexString(BitConverter.GetBytes(serial));

    bool IPlatform.IsNetworkUp => false;

    /// <summary>As a board says it: stacks that have not grown yet are free.</summary>
    long IPlatform.FreeBytes => heapBytes == 0 ? -1 : FreeBytes + Program.Value.GrowthBytes - LessStackBytes;

    /// <summary>What is left of the heap where every stack is as deep as it gets, by the block sizes of a 32-bit board; -1 where nobody
    /// counts.</summary>
    public long FreeBytes => heapBytes == 0
        ? -1 : heapBytes - Program.Value.Bytes + LessBytes - linkBytes - BoardHeap.Bytes(Rover.Agent, ProgramHeap.IsNoAgents);

    // Only what has driven has called that deep.
    private long LessStackBytes => Program.Value.LessStackBytes[Rover.Agent.Controller?.Mission switch
    {
        MissionKind.Formation => Rover.Settings.IsTracked ? "formation-plane" : "formation",
        MissionKind.Delivery => "delivery",
        _ => "coverage",
    }];

    private long LessBytes => LessStackBytes + (Rover.Settings.IsTracked ? 0 : Program.Value.PlaneBytes);

    public void Send(string line)
    {
        foreach (var value in Encoding.UTF8.GetBytes(line + "\n"))
            toBoard.Enqueue(value);
    }

    public string? Receive(TimeSpan limit)
    {
        string? line;
        for (var waited = TimeSpan.Zero; !fromBoard.TryTake(out line) && waited < limit; waited += TimeSpan.FromMicroseconds(TurnUs))
            Turn();
        return line ?? (fromBoard.TryTake(out line) ? line : null);
    }

    public void Wait(TimeSpan time)
    {
        for (var waited = TimeSpan.Zero; waited < time; waited += TimeSpan.FromMicroseconds(TurnUs))
            Turn();
    }

    public void Dispose() => kit.Body.Stop();

    void IPlatform.Reboot() => Boot();

    int ISerialLine.Read(byte[] buffer)
    {
        var count = 0;
        while (count < buffer.Length && toBoard.TryDequeue(out var value))
            buffer[count++] = value;
        return count;
    }

    void ISerialLine.Write(byte[] buffer, int length) => fromBoard.Add(buffer.AsSpan(0, length));

    /// <summary>One turn of the main loop and of the watchdog, and the time that passes meanwhile.</summary>
    public void Turn()
    {
        Rover.Poll();
        if (heapBytes > 0 && FreeBytes < 0)
            throw new BoardException(BoardFault.Gone, $"The board has run out of its {heapBytes} bytes of heap, as a real one ends.");
        Body.AdvanceTo(Body.NowUs + TurnUs);
        Rover.Guard(Body.NowUs);
    }

    private void Boot()
    {
        var settings = new RoverSettings();
        var text = new byte[RoverSettings.TextBytes];
        settings.TryRead(text, file.Read(text));
        linkBytes = heapBytes == 0 ? 0 : ProgramHeap.LinkBytesOf(settings.ToOptions(0));
        var pins = new RoverPinMap();
        // Each start of the rover begins its own time; the line's goes on.
        bootedUs += Body?.NowUs ?? 0;
        Body = new SimulatedRover(truth, pins);
        if (wiring?.IsStopWireCut == true)
            Body.CutEmergencyStopWire();
        var bus = wiring?.Bus(Body);
        var gyroscope = bus is null ? null : RegisterGyroscope.Find(bus, bus);
        if (gyroscope is not null)
            gyroscope.Scale = settings.GyroscopeScale;
        using (Body.Board.Attach())
        {
            kit = new RoverKit(
                wiring?.Pins() ?? pins, settings.ToGeometry(), Body.Clock, gyroscope!, WheelPeriodUs, InputTimeoutUs,
                settings.Number(RoverSettings.BatteryPermille, 1000) * 0.001, gyroscope is not null,
                settings.IsTracked);
        }

        Body.Attach(kit.Body);
        Rover = new BoardRover(
            new BoardParts
            {
                Agent = new RoverHardware
                {
                    Clock = Body.Clock, Link = connect?.Invoke(settings) ?? Link, Body = kit.Body, OtherBody = kit.Planar,
                    PointBody = kit.Point, Pose = settings.IsTracked ? kit.Body : null,
                    Store = flash, EmergencyStop = kit.EmergencyStop, Battery = kit.Battery,
                },
                LeftMotor = kit.LeftMotor,
                RightMotor = kit.RightMotor,
                LeftEncoder = kit.LeftEncoder,
                RightEncoder = kit.RightEncoder,
                YawRate = kit.Body,
                Gyroscope = wiring is null ? null! : gyroscope?.Chip.Name ?? "none",
                Light = kit.StatusLed,
                Console = this,
                SettingsFile = file,
                Platform = this,
            },
            settings,
            boots);
    }
}
