using System;

namespace MultiAgentEdge.Wire
{
    /// <summary>
    /// CRC-32 of IEEE 802.3 (polynomial 0xEDB88320 reflected, initial and final value 0xFFFFFFFF), as zlib computes it.
    /// "123456789" gives 0xCBF43926. One table of 1 kB.
    /// </summary>
    public static class Crc32
    {
        private static readonly uint[] Table = BuildTable();

        public static uint Compute(byte[] b, int offset, int length)
        {
            return Update(0, b, offset, length);
        }

        /// <summary>Continues a checksum: <c>Update(Compute(first), second) == Compute(first + second)</c>; start from 0.</summary>
        public static uint Update(uint crc, byte[] b, int offset, int length)
        {
            uint[] table = Table;
            uint c = ~crc;
            int end = offset + length;
            int i = offset;
            int last = end - 15;
            while (i < last)
            {
                // Four bytes at a time, little-endian: on a board the one call costs less than three array accesses.
                c ^= BitConverter.ToUInt32(b, i);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                c ^= BitConverter.ToUInt32(b, i + 4);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                c ^= BitConverter.ToUInt32(b, i + 8);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                c ^= BitConverter.ToUInt32(b, i + 12);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                c = table[(byte)c] ^ (c >> 8);
                i += 16;
            }

            while (i < end)
            {
                c = table[(byte)c ^ b[i]] ^ (c >> 8);
                i++;
            }

            return ~c;
        }

        private static uint[] BuildTable()
        {
            uint[] table = new uint[256];
            for (uint n = 0; n < 256; n++)
            {
                uint c = n;
                for (int bit = 0; bit < 8; bit++)
                    c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
                int index = (int)n;
                table[index] = c;
            }

            return table;
        }
    }
}
