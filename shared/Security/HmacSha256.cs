using System;

namespace MultiAgentEdge.Security
{
    /// <summary>
    /// HMAC (RFC 2104) with SHA-256: <see cref="Begin"/>, any number of <see cref="Append"/>, <see cref="Finish"/>. Allocates nothing after
    /// construction. Compare results with <see cref="FixedTime"/> only.
    /// </summary>
    public sealed class HmacSha256
    {
        private readonly Sha256 _sha = new Sha256();
        private readonly byte[] _innerPad = new byte[Sha256.BlockBytes];
        private readonly byte[] _outerPad = new byte[Sha256.BlockBytes];
        private readonly byte[] _inner = new byte[Sha256.DigestBytes];

        /// <param name="key">Any length; copied. Longer than 64 bytes: its digest is the key.</param>
        public HmacSha256(byte[] key)
        {
            byte[] block = new byte[Sha256.BlockBytes];
            if (key.Length > Sha256.BlockBytes)
            {
                _sha.Append(key, 0, key.Length);
                _sha.Finish(block, 0);
            }
            else
            {
                Array.Copy(key, 0, block, 0, key.Length);
            }

            for (int i = 0; i < Sha256.BlockBytes; i++)
            {
                _innerPad[i] = (byte)(block[i] ^ 0x36);
                _outerPad[i] = (byte)(block[i] ^ 0x5C);
            }

            Begin();
        }

        /// <summary>Starts a message; whatever was begun is forgotten.</summary>
        public void Begin()
        {
            _sha.Begin();
            _sha.Append(_innerPad, 0, Sha256.BlockBytes);
        }

        public void Append(byte[] data, int offset, int count)
        {
            _sha.Append(data, offset, count);
        }

        /// <summary>Writes the 32 bytes of the code and is ready for the next message.</summary>
        public void Finish(byte[] into, int offset)
        {
            _sha.Finish(_inner, 0);
            _sha.Append(_outerPad, 0, Sha256.BlockBytes);
            _sha.Append(_inner, 0, Sha256.DigestBytes);
            _sha.Finish(into, offset);
            Begin();
        }
    }
}
