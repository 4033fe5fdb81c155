using MultiAgentEdge.Hardware;
using MultiAgentEdge.Parameters;
using MultiAgentEdge.Programs;
using nanoFramework.Runtime.Native;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>Where loader and program find the boot record and the slots: blocks of 4 kB as files in internal storage. Both compile this
    /// very file.</summary>
    public static class ProgramFiles
    {
        public const int BlockBytes = 4096;

        /// <summary>Of one slot: 256 kB. Two of them need a board of 8 MB; the storage of one with 4 MB has 256 kB in all.</summary>
        public const int SlotBlocks = 64;

        /// <summary>Memory that the program takes beside its assemblies: what ./mae bench board prints, with TLS.</summary>
        public const uint ProgramHeapBytes = 114688;

        public static IBlockStore Store()
        {
            return new FileBlockStore("I:\\prog", BootRecord.Blocks + (2 * SlotBlocks), BlockBytes);
        }

        public static ProgramSlots Slots(IBlockStore store)
        {
            return new ProgramSlots(store, BootRecord.Blocks, SlotBlocks, SlotBlocks * 4);
        }

        public static ProgramHost Host(RoverOptions options, ILink link, IClock clock, BootRecord record)
        {
            ProgramHost host = new ProgramHost();
            host.Fleet = options.Fleet;
            host.Name = options.Name;
            host.BrokerPassword = options.BrokerPassword;
            host.Key = options.ParameterKey;
            host.Link = link;
            host.Clock = clock;
            host.Record = record;
            host.Kind = BoardKind.Nano;
            // The firmware's number: packages and its native code belong together (Versions.props).
            host.Native = ProgramImage.NativeOf(SystemInfo.Version.ToString());
            host.SlotBytes = SlotBlocks * BlockBytes;
            host.Seed = options.Seed;
            return host;
        }
    }
}
