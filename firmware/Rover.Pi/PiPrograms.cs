using System.Runtime.InteropServices;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Firmware.Pi;

/// <summary>Where launcher and program of a Raspberry Pi find boot record and slots: one file beside the settings, as long as two slots of
/// 64 MB and on the disk as large as what was written.</summary>
public sealed class PiPrograms : IDisposable
{
    public const int BlockBytes = 1 << 16;
    private const int SlotBlocks = 1024;

    /// <summary>Three records to a block, and short enough for any broker.</summary>
    private const int ChunkBytes = 1 << 14;

    public PiPrograms(string settingsPath)
    {
        Store = new FileFlash(settingsPath + ".programs", BootRecord.Blocks + (2 * SlotBlocks), BlockBytes);
        Record = new BootRecord(Store, 0);
    }

    public FileFlash Store { get; }

    public BootRecord Record { get; }

    /// <summary>What this machine's images name as their native code.</summary>
    public static uint Native => ProgramImage.NativeOf(RuntimeInformation.RuntimeIdentifier);

    /// <summary>Version of this very program.</summary>
    public static uint Own
    {
        get
        {
            var version = typeof(PiPrograms).Assembly.GetName().Version!;
            return ((uint)version.Major << 24) | ((uint)version.Minor << 16) | (uint)version.Build;
        }
    }

    public ProgramSlots Slots() => new(Store, BootRecord.Blocks, SlotBlocks, 3 * SlotBlocks);

    /// <param name="options">Who this rover is.</param>
    public ProgramHost Host(RoverOptions options, ILink link, IClock clock) => new()
    {
        Fleet = options.Fleet,
        Name = options.Name,
        BrokerPassword = options.BrokerPassword,
        Key = options.ParameterKey,
        Link = link,
        Clock = clock,
        Record = Record,
        Kind = BoardKind.RaspberryPi,
        Native = Native,
        SlotBytes = SlotBlocks * BlockBytes,
        ChunkBytes = ChunkBytes,
        Seed = options.Seed,
    };

    public void Dispose() => Store.Dispose();
}
