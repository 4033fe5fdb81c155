using MultiAgentEdge.Hardware;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Counts boots in a file of eight bytes: the count and its CRC32. The count is the epoch of what a rover sends.</summary>
    public static class BootCounter
    {
        /// <summary>This boot's number, stored before it is used; 1 where nothing could be read.</summary>
        public static uint Next(ISmallFile file)
        {
            byte[] bytes = new byte[8];
            uint count = 1;
            if (file.Read(bytes) == 8 && Bytes.GetU32(bytes, 4) == Crc32.Compute(bytes, 0, 4))
            {
                count = Bytes.GetU32(bytes, 0) + 1;
            }

            Bytes.PutU32(bytes, 0, count);
            Bytes.PutU32(bytes, 4, Crc32.Compute(bytes, 0, 4));
            file.TryReplace(bytes, 8);
            return count;
        }
    }
}
