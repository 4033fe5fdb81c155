using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Security
{
    /// <summary>
    /// SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed code of 64 bits over a short message, for a key of 128 bits that lives as long
    /// as one life of a rover. It works on a few words where SHA-256 works on blocks, which counts on an interpreter. Allocates nothing.
    /// </summary>
    public sealed class SipHash
    {
        public const int KeyBytes = 16;

        private ulong _key0;
        private ulong _key1;

        /// <param name="key">16 bytes from <paramref name="offset"/> on, secret.</param>
        public void SetKey(byte[] key, int offset)
        {
            _key0 = Word(key, offset);
            _key1 = Word(key, offset + 8);
        }

        public ulong Compute(byte[] data, int offset, int count)
        {
            ulong v0 = _key0 ^ 0x736f6d6570736575UL;
            ulong v1 = _key1 ^ 0x646f72616e646f6dUL;
            ulong v2 = _key0 ^ 0x6c7967656e657261UL;
            ulong v3 = _key1 ^ 0x7465646279746573UL;
            int whole = offset + (count & ~7);
            int end = offset + count;
            // Words, then what is left with the length above it, then four rounds of finalisation.
            ulong last = (ulong)(count & 0xFF) << 56;
            for (int i = end - 1; i >= whole; i--)
            {
                last |= (ulong)data[i] << (8 * (i - whole));
            }

            for (int at = offset; at <= whole + 8; at += 8)
            {
                bool isFinal = at > whole;
                ulong m = isFinal ? 0UL : at == whole ? last : Word(data, at);
                if (isFinal)
                {
                    v2 ^= 0xFFUL;
                }

                v3 ^= m;
                int rounds = isFinal ? 4 : 2;
                for (int r = 0; r < rounds; r++)
                {
                    v0 += v1;
                    v1 = ((v1 << 13) | (v1 >> 51)) ^ v0;
                    v0 = (v0 << 32) | (v0 >> 32);
                    v2 += v3;
                    v3 = ((v3 << 16) | (v3 >> 48)) ^ v2;
                    v0 += v3;
                    v3 = ((v3 << 21) | (v3 >> 43)) ^ v0;
                    v2 += v1;
                    v1 = ((v1 << 17) | (v1 >> 47)) ^ v2;
                    v2 = (v2 << 32) | (v2 >> 32);
                }

                v0 ^= m;
            }

            return v0 ^ v1 ^ v2 ^ v3;
        }

        private static ulong Word(byte[] data, int at)
        {
            return Bytes.GetU32(data, at) | ((ulong)Bytes.GetU32(data, at + 4) << 32);
        }
    }
}
