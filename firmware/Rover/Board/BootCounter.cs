using MultiAgentEdge.Hardware;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Counts boots in a file of eight bytes: the count and its CRC32. The count is the epoch of what a rover sends.</summary>
    public static class BootCounter
    {
        /// <summary>This boot's number, 1 or more, as <see cref="Next(ISmallFile, out bool)"/>, for who does not ask whether it was
        /// kept.</summary>
        public static uint Next(ISmallFile file)
        {
            bool stored;
            return Next(file, out stored);
        }

        /// <summary>This boot's number, 1 or more, stored before it is used; 1 where nothing could be read, and after the last number
        /// there is.</summary>
        /// <param name="stored">False where the file does not hold it: the next boot will have the same number, which the rover must
        /// say.</param>
        public static uint Next(ISmallFile file, out bool stored)
        {
            byte[] bytes = new byte[8];
            uint count = 1;
            if (file.Read(bytes) == 8 && Bytes.GetU32(bytes, 4) == Crc32.Compute(bytes, 0, 4) && Bytes.GetU32(bytes, 0) != uint.MaxValue)
            {
                count = Bytes.GetU32(bytes, 0) + 1;
            }

            Bytes.PutU32(bytes, 0, count);
            Bytes.PutU32(bytes, 4, Crc32.Compute(bytes, 0, 4));
            // What a worn flash keeps is not what it was given: only what can be read again counts.
            byte[] kept = new byte[8];
            stored = file.TryReplace(bytes, 8) && file.Read(kept) == 8
                && Bytes.GetU32(kept, 0) == count && Bytes.GetU32(kept, 4) == Bytes.GetU32(bytes, 4);
            return count;
        }
    }
}
