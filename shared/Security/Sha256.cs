using System;

namespace MultiAgentEdge.Security
{
    /// <summary>
    /// SHA-256 (FIPS 180-4), in pieces: <see cref="Begin"/>, any number of <see cref="Append"/>, <see cref="Finish"/>. Messages below 2^31
    /// bytes. Allocates nothing after construction. Unsigned arithmetic without casts between int and uint, which boards misread.
    /// </summary>
    public sealed class Sha256
    {
        public const int DigestBytes = 32;

        public const int BlockBytes = 64;

        private static uint[] _constants; // made by the first: on a board what nobody uses is not to be heap

        // FIPS 180-4, 4.2.2: fractional parts of the cube roots of the first 64 primes.
        private static uint[] Constants()
        {
            return new uint[]
            {
                0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
                0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
                0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
                0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
                0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
                0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
                0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
                0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
            };
        }

        private readonly uint[] _state = new uint[8];
        private readonly uint[] _schedule = new uint[64];
        private readonly byte[] _block = new byte[BlockBytes];
        private int _held;
        private long _length;

        public Sha256()
        {
            if (_constants == null)
            {
                _constants = Constants();
            }

            Begin();
        }

        /// <summary>Starts a message; whatever was begun is forgotten.</summary>
        public void Begin()
        {
            _state[0] = 0x6a09e667;
            _state[1] = 0xbb67ae85;
            _state[2] = 0x3c6ef372;
            _state[3] = 0xa54ff53a;
            _state[4] = 0x510e527f;
            _state[5] = 0x9b05688c;
            _state[6] = 0x1f83d9ab;
            _state[7] = 0x5be0cd19;
            _held = 0;
            _length = 0;
        }

        public void Append(byte[] data, int offset, int count)
        {
            _length += count;
            int end = offset + count;
            if (_held > 0)
            {
                int fill = BlockBytes - _held;
                if (fill > count)
                    fill = count;
                Array.Copy(data, offset, _block, _held, fill);
                _held += fill;
                offset += fill;
                if (_held < BlockBytes)
                    return;
                Compress(_block, 0);
                _held = 0;
            }

            for (; offset + BlockBytes <= end; offset += BlockBytes)
                Compress(data, offset);
            _held = end - offset;
            Array.Copy(data, offset, _block, 0, _held);
        }

        /// <summary>Writes the 32 bytes of the digest and is ready for the next message.</summary>
        public void Finish(byte[] into, int offset)
        {
            long bits = _length * 8;
            _block[_held] = 0x80;
            Array.Clear(_block, _held + 1, BlockBytes - _held - 1);
            if (_held >= 56)
            {
                Compress(_block, 0);
                Array.Clear(_block, 0, BlockBytes);
            }

            for (int i = 0; i < 8; i++)
                _block[56 + i] = (byte)(bits >> (56 - (8 * i)));
            Compress(_block, 0);
            for (int i = 0; i < 8; i++)
            {
                uint word = _state[i];
                int at = offset + (4 * i);
                into[at] = (byte)(word >> 24);
                into[at + 1] = (byte)(word >> 16);
                into[at + 2] = (byte)(word >> 8);
                into[at + 3] = (byte)word;
            }

            Begin();
        }

        // FIPS 180-4, 6.2.2.
        private void Compress(byte[] data, int at)
        {
            uint[] w = _schedule;
            uint[] k = _constants;
            for (int t = 0; t < 16; t++)
            {
                int word = (data[at] << 24) | (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3];
                uint u = (uint)word;
                w[t] = u;
                at += 4;
            }

            for (int t = 16; t < 64; t++)
            {
                uint x = w[t - 15];
                uint y = w[t - 2];
                uint s0 = ((x >> 7) | (x << 25)) ^ ((x >> 18) | (x << 14)) ^ (x >> 3);
                uint s1 = ((y >> 17) | (y << 15)) ^ ((y >> 19) | (y << 13)) ^ (y >> 10);
                w[t] = w[t - 16] + s0 + w[t - 7] + s1;
            }

            uint a = _state[0];
            uint b = _state[1];
            uint c = _state[2];
            uint d = _state[3];
            uint e = _state[4];
            uint f = _state[5];
            uint g = _state[6];
            uint h = _state[7];
            for (int t = 0; t < 64; t++)
            {
                uint t1 = h + (((e >> 6) | (e << 26)) ^ ((e >> 11) | (e << 21)) ^ ((e >> 25) | (e << 7))) + ((e & f) ^ (~e & g)) + k[t]
                    + w[t];
                uint t2 = (((a >> 2) | (a << 30)) ^ ((a >> 13) | (a << 19)) ^ ((a >> 22) | (a << 10))) + ((a & b) ^ (a & c) ^ (b & c));
                h = g;
                g = f;
                f = e;
                e = d + t1;
                d = c;
                c = b;
                b = a;
                a = t1 + t2;
            }

            _state[0] += a;
            _state[1] += b;
            _state[2] += c;
            _state[3] += d;
            _state[4] += e;
            _state[5] += f;
            _state[6] += g;
            _state[7] += h;
        }
    }
}
