using MultiAgentEdge.Hardware;
using MultiAgentEdge.Programs;

namespace MultiAgentEdge.Firmware
{
    /// <summary>What loader and program know alike of the board that they share.</summary>
    public sealed class ProgramHost
    {
        public string Fleet;

        public string Name;

        /// <summary>At the broker; null: none.</summary>
        public string BrokerPassword;

        /// <summary>See <c>RoverOptions.ParameterKey</c>.</summary>
        public byte[] Key;

        public ILink Link;

        public IClock Clock;

        public BootRecord Record;

        public BoardKind Kind;

        /// <summary>See <see cref="ProgramImage.Native"/>: what this board has.</summary>
        public uint Native;

        /// <summary>Flash of one program slot, bytes.</summary>
        public int SlotBytes;

        /// <summary>Of a program, in which hosts send it.</summary>
        public const int UsualChunkBytes = 1024;

        /// <summary>Longest chunk that this board takes.</summary>
        public int ChunkBytes = UsualChunkBytes;

        /// <summary>Memory that an image's files may take, bytes; -1: not counted.</summary>
        public long HeapBytes = -1;

        /// <summary>Counts it on a board that keeps an image's files in the heap.</summary>
        /// <param name="freeBytes">As the board says it.</param>
        /// <param name="programBytes">What the program takes beside its files; where less is free, nothing is left.</param>
        public void CountHeap(uint freeBytes, uint programBytes)
        {
            HeapBytes = freeBytes > programBytes ? freeBytes - programBytes : 0;
        }

        /// <summary>Of the reconnection's jitter.</summary>
        public uint Seed = 1;
    }
}
