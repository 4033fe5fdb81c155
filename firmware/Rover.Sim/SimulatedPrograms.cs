using System.Text;
using MultiAgentEdge.Firmware.Loading;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Firmware.Sim;

/// <summary>
/// The loader of one simulated board: the boards' own decision, update and boot record over a simulated flash. A program is a word in an
/// image (<see cref="ProgramBehaviour"/>) and a version; the program that is built in is version 0.1.0 and good.
/// </summary>
/// <param name="seed">Of the flash's torn bytes.</param>
/// <param name="slotBlocks">Blocks of 4,096 bytes in each of the two program slots.</param>
public sealed class SimulatedPrograms(ulong seed = 1, int slotBlocks = 64)
{
    public const int BlockBytes = 4096;
    private const long CrashUs = 200_000;

    private readonly BlankFlash flash = new(BootRecord.Blocks + (2 * slotBlocks), BlockBytes, seed);
    private ProgramLoader? loader;
    private BootRecord? record;
    private UpdateReceiver? receiver;
    private ProgramWatch? watch;
    private ProgramBehaviour behaviour;
    private long startedUs;

    /// <summary>Version of what is built in.</summary>
    public static uint BuiltIn => 1 << 16;

    /// <summary>What images for simulated boards name as their native code.</summary>
    public static uint Native => ProgramImage.NativeOf("simulated");

    /// <summary>Its power can be cut.</summary>
    public SimulatedFlash Flash => flash.Whole;

    /// <summary>The loader takes an update; no program runs.</summary>
    public bool IsLoading => receiver is not null;

    /// <summary>The agent runs.</summary>
    public bool IsRunning => receiver is null && behaviour == ProgramBehaviour.Good;

    /// <summary>Heap that is free in its loader, of a board that keeps programs there, bytes; null: nobody counts.</summary>
    public uint? FreeBytes { get; init; }

    /// <summary>What the program takes beside its files, as firmware/Rover.Nano has it.</summary>
    public const uint ProgramHeapBytes = 114_688;

    /// <summary>Times the board was started, this one included.</summary>
    public int Starts { get; private set; }

    /// <summary>What the board does after it was switched on; sets the options' version, and what the agent reports its program
    /// by.</summary>
    internal void Boot(RoverOptions options, RoverHardware hardware)
    {
        Starts++;
        startedUs = hardware.Clock.NowUs;
        record = new BootRecord(flash, 0);
        var slots = new ProgramSlots(flash, BootRecord.Blocks, slotBlocks, slotBlocks * 4);
        loader = new ProgramLoader(record, slots, BuiltIn);
        var action = loader.Start();
        var host = new ProgramHost
        {
            Fleet = options.Fleet, Name = options.Name, BrokerPassword = options.BrokerPassword, Key = options.ParameterKey,
            Link = hardware.Link, Clock = hardware.Clock, Record = record, Kind = BoardKind.Simulated, Native = Native,
            SlotBytes = slots.SlotBytes, Seed = options.Seed,
        };
        if (FreeBytes is { } free)
            host.CountHeap(free, ProgramHeapBytes);
        receiver = action is BootAction.Update or BootAction.Recover
            ? new UpdateReceiver(host, slots, action == BootAction.Recover)
            : null;
        watch = receiver is null ? new ProgramWatch(host) : null;
        hardware.Program = watch!;
        behaviour = action == BootAction.RunSlot ? Read(slots, loader.Slot) : ProgramBehaviour.Good;
        options.FirmwareVersion = ProgramImage.Text(record.Running.Version);
    }

    /// <summary>What is due beside the agent. True: the board starts anew.</summary>
    internal bool Poll(long nowUs)
    {
        if (receiver is not null)
        {
            receiver.Poll();
            return receiver.IsDone;
        }

        if (behaviour == ProgramBehaviour.Crashes)
            return nowUs - startedUs >= CrashUs;
        if (record!.IsOnTrial && nowUs - startedUs >= ProgramLoader.AliveLimitUs)
        {
            loader!.NotAlive();
            return true;
        }

        return watch!.IsRestartWanted;
    }

    private static ProgramBehaviour Read(ProgramSlots slots, int slot)
    {
        var image = new ProgramImage();
        if (!image.TryRead(slots, slot) || image.LengthOf(0) > 64)
            return ProgramBehaviour.Crashes;
        var word = new byte[image.LengthOf(0)];
        return slots.TryRead(slot, image.OffsetOf(0), word, 0, word.Length)
            && Enum.TryParse(Encoding.ASCII.GetString(word), ignoreCase: true, out ProgramBehaviour found)
                ? found
                : ProgramBehaviour.Crashes;
    }
}
